"""One thread of a process looks for all who follow replies; they wait in memory.

So fifty open streams ask the database as often as one does, and hold no connection to it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection

from jobops.web import streaming
from orchestrator.bells import Bell
from tailoring.ghostwriter import looking
from tailoring.ghostwriter.looking import Mark, Snapshot
from tailoring.ghostwriter.runs import BELL

# How often to look where no bell is heard, how long rings are gathered, and the pause after a
# database that did not answer.
LOOK_EVERY, GATHER, RECOVER = 0.1, 0.02, 0.5
logger = logging.getLogger(__name__)


@dataclass
class _Followed:
    """A reply: its newest state, and a queue per reader for those that come."""

    mark: Mark | None = None
    latest: Snapshot | None = None
    readers: list[SimpleQueue[Snapshot]] = field(default_factory=list)


class Reader:
    """Hears how one reply goes on, from the moment it joined."""

    def __init__(self, hub: Hub, run_id: UUID) -> None:
        self._hub, self._run_id = hub, run_id
        self._queue: SimpleQueue[Snapshot] = SimpleQueue()
        hub.join(run_id, self._queue)

    def wait(self, seconds: float) -> Snapshot | None:
        """The newest state; None when nothing moved meanwhile."""
        found = self._next(seconds)
        if found is None:
            self._hub.keep_looking()
        while found and (newer := self._next(0)):
            found = newer
        return found

    def leave(self) -> None:
        self._hub.leave(self._run_id, self._queue)

    def _next(self, seconds: float) -> Snapshot | None:
        try:
            return self._queue.get(timeout=seconds) if seconds else self._queue.get_nowait()
        except Empty:
            return None


class Hub:
    """Looks while somebody follows a reply that is not over, and not a moment longer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._followed: dict[UUID, _Followed] = {}
        self._thread: threading.Thread | None = None
        self._bell: Bell | None = None

    def join(self, run_id: UUID, reader: SimpleQueue[Snapshot]) -> None:
        with self._lock:
            one = self._followed.setdefault(run_id, _Followed())
            one.readers.append(reader)
            if one.latest is not None:
                reader.put(one.latest)
        self.keep_looking(now=True)

    def leave(self, run_id: UUID, reader: SimpleQueue[Snapshot]) -> None:
        with self._lock:
            readers = self._followed[run_id].readers
            readers.remove(reader)
            if not readers:
                del self._followed[run_id]

    def keep_looking(self, *, now: bool = False) -> None:
        """Whatever became of the thread, there is one while it is needed."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look_on, name="chat", daemon=True)
                self._thread.start()
            elif now and self._bell is not None:
                self._bell.ring()

    def _look_on(self) -> None:
        bell = self._bell = Bell(BELL)
        try:
            while (known := self._open()) and not streaming.is_ending():
                began = time.monotonic()
                self._look(known)
                bell.wait(LOOK_EVERY)
                time.sleep(max(0.0, began + GATHER - time.monotonic()))
                bell.heard()
        finally:
            bell.close()
            connection.close()

    def _open(self) -> Mapping[UUID, Mark | None]:
        """The followed replies that are not over. Without any, this thread is the last one's."""
        with self._lock:
            found = {
                pk: one.mark
                for pk, one in self._followed.items()
                if one.latest is None or not one.latest.is_over
            }
            if not found:
                self._thread = self._bell = None
            return found

    def _look(self, known: Mapping[UUID, Mark | None]) -> None:
        try:
            for run_id, mark, snapshot in looking.news(known):
                self._tell(run_id, mark, snapshot)
        except (DatabaseError, InterfaceError):
            logger.warning("replies were not read", exc_info=True)
            connection.close()
            time.sleep(RECOVER)

    def _tell(self, run_id: UUID, mark: Mark, snapshot: Snapshot) -> None:
        with self._lock:
            if one := self._followed.get(run_id):
                one.mark, one.latest = mark, snapshot
                for reader in one.readers:
                    reader.put(snapshot)


_hubs = [Hub()]


def follow(run_id: UUID) -> Reader:
    return Reader(_hubs[0], run_id)


def _begin_anew() -> None:
    """A forked process has the memory of its parent and none of its threads."""
    _hubs[:] = [Hub()]


os.register_at_fork(after_in_child=_begin_anew)
