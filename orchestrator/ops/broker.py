"""The queue for whoever works it off or looks at it, whatever carries it: rows of the database, or
Redis. Both give a task away once, and offer again what a group took and did not begin.
"""

from __future__ import annotations

import logging
import os
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connections
from django_q.brokers import Broker, get_broker
from django_q.conf import Conf
from django_q.signing import BadSignature, SignedPackage

from orchestrator import bells
from orchestrator.ops.flags import Ring
from orchestrator.queue import INTERACTIVE, POOL_BELL, QUIET, TASKS

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
FULL_SECONDS = 0.02
# While what carries the queue is gone: how soon it is asked again.
OUTAGE_SECONDS = 1.0
# What a group took and did not begin, or began of quiet work, is offered again so much later; a
# living one renews it.
HELD = timedelta(seconds=30)
RENEW_EVERY = 10.0
CALM_SECONDS = 0.7
LONGEST_QUIET = timedelta(seconds=20)
UNREADABLE = "unreadable"


class Unreachable(Exception):
    """What carries the queue does not answer."""


DOWN = (Unreachable, DatabaseError, InterfaceError)


@dataclass(frozen=True)
class Waiting:
    """A task in the queue, never its payload. `subject` is the id it works on, or empty; `since`
    when it was queued, or when it is offered again.
    """

    pk: int
    line: str
    name: str
    subject: str
    since: datetime


@dataclass(frozen=True)
class Depth:
    """How many tasks of a line wait or were taken and not begun, and since when the first does."""

    waiting: int
    oldest: datetime | None


class Carrier(Broker):  # type: ignore[misc]  # django-q2 carries no annotations
    """A broker of django-q2 that is woken at once by a producer on the same machine.

    Polling alone costs half a poll interval per task: at a polite 250 ms that is more than the
    whole work of a PDF. Other machines are still served by the poll.
    """

    taken: Ring | None = None
    quietly: Ring | None = None
    # Set by the pool: whether one more may wait in it. Else an idle group might get nothing.
    has_room: Callable[[], bool] = staticmethod(lambda: True)
    _bell: bells.Bell | None = None
    _bell_pid = 0
    _busy_at = 0.0
    _is_down = False

    def dequeue(self) -> Any:
        if not self.has_room():
            time.sleep(FULL_SECONDS)
            return None
        try:
            found = self._next()
        except DOWN as error:
            self._wait_out(error)
            return None
        if self._is_down:
            self._is_down = False
            logger.warning("queue is read again")
        if found is None:
            self._wait()
            return None
        return [found]

    def _next(self) -> tuple[int, str] | None:
        """Quiet work only when nothing else was for a moment, or when it waited long: so a
        person's click never waits behind it, and a burst of work has all cores.
        """
        if found := self.first():
            self._busy_at = time.monotonic()
            if self.taken is not None:
                self.taken.note(found[0])
            return found
        is_calm = time.monotonic() - self._busy_at >= CALM_SECONDS
        found = self.quiet(older_than=timedelta(0) if is_calm else LONGEST_QUIET)
        if found and self.quietly is not None:
            self.quietly.note(found[0])
        return found

    def _wait(self) -> None:
        bell = self._listen()
        if bell.wait(POLL_SECONDS):
            bell.heard()

    def _wait_out(self, error: Exception) -> None:
        if not self._is_down:
            meta = {"type": type(error).__name__}
            logger.error("queue cannot be read", extra={"meta": meta})
        self._is_down = True
        connections.close_all()
        time.sleep(OUTAGE_SECONDS)

    def _listen(self) -> bells.Bell:
        if self._bell is None or self._bell_pid != os.getpid():
            self._bell, self._bell_pid = bells.Bell(POOL_BELL), os.getpid()
        return self._bell

    def acknowledge(self, task_id: int) -> None:
        """The monitor's; only quiet work still has something to take away, and the next of it may
        begin then.
        """
        try:
            if self.done(task_id):
                bells.ring(POOL_BELL)
        except DOWN:
            logger.warning("task stays until its time is over", extra={"meta": {"id": task_id}})
            connections.close_all()

    @abstractmethod
    def first(self) -> tuple[int, str] | None:
        """Take the next of everything else; it is ours for HELD."""

    @abstractmethod
    def quiet(self, *, older_than: timedelta) -> tuple[int, str] | None:
        """Take one quiet task when none is under way in any group."""

    @abstractmethod
    def begin(self, task: Mapping[str, Any]) -> bool:
        """Take it off before it begins, so that it runs at most once; False when somebody did."""

    @abstractmethod
    def done(self, task_id: int) -> bool:
        """Take quiet work off; whether it was still there."""

    @abstractmethod
    def renew(self) -> None:
        """What this group took and did not begin stays its own, and its quiet work."""

    @abstractmethod
    def release(self, *, everything: bool) -> int:
        """Offer again what this group, or with `everything` any, took and did not begin, and its
        quiet work: that may run twice.
        """

    @abstractmethod
    def is_asked(self) -> bool:
        """Whether interactive work waits."""

    @abstractmethod
    def off(self, limit: int) -> Iterator[str]:
        """Payloads of interactive work, each taken off before it is given."""

    @abstractmethod
    def rows(self, limit: int | None = None) -> list[Waiting]:
        """Oldest first."""

    @abstractmethod
    def depths(self) -> dict[str, Depth]:
        """By line; those without a task may be missing."""

    @abstractmethod
    def drop(self, pk: int) -> Waiting | None: ...

    @abstractmethod
    def is_reachable(self) -> bool: ...


def noted(ring: Ring | None) -> list[int]:
    return ring.noted() if ring is not None else []


def current() -> Carrier:
    """The one of this installation. Its methods raise one of DOWN when it does not answer."""
    found: Carrier = get_broker()
    return found


def lines() -> tuple[str, ...]:
    """Everything else first, then quiet work, then interactive work."""
    return (str(Conf.CLUSTER_NAME), QUIET, INTERACTIVE)


def is_quiet(task: Mapping[str, Any]) -> bool:
    return task["name"] in TASKS and TASKS[task["name"]].line == QUIET


def shown(pk: int, *, line: str, payload: str, since: datetime) -> Waiting:
    """What a payload is about; unreadable when it was signed with another key."""
    task = opened(payload) or {}
    arguments = task.get("args") or ()
    subject = str(arguments[0]) if arguments else ""
    return Waiting(pk, line, str(task.get("name", UNREADABLE)), subject, since)


def opened(payload: str) -> dict[str, Any] | None:
    try:
        task: dict[str, Any] = SignedPackage.loads(payload)
    except (TypeError, BadSignature):
        return None
    return task
