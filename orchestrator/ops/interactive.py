"""The process beside the pool for work a person watches: many places, and its own queue.

It is forked by the worker command, woken by its own bell, and replaced when it dies; whatever the
pool does, it is neither spoilt by it nor delayed.
"""

from __future__ import annotations

import gc
import logging
import os
import pydoc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.db import connections

from jobops.lib import llm_calls
from jobops.web import lines
from orchestrator import bells
from orchestrator.models import Preference
from orchestrator.ops import broker, folder_lock
from orchestrator.ops.family import Watch, kill_tree, settle
from orchestrator.ops.flags import Flag
from orchestrator.queue import DESK_BELL, INTERACTIVE

logger = logging.getLogger(__name__)

# Other machines do not hear the bell of this one.
POLL_SECONDS = 0.5
# With all places taken: how soon the next one is given away.
FULL_SECONDS = 0.1
# A process that loses a little memory with each task starts anew now and then.
RECYCLE = 2000
STEADY_SECONDS, LONGEST_PAUSE = 60.0, 30.0


class Desk:
    """The worker command's side: starts the process, keeps it, and ends it."""

    def __init__(self, watch: Watch, *, died: Callable[[], object]) -> None:
        self._watch, self._died = watch, died
        self._closing = Flag()
        self._process: Any = None
        self._deaths, self._born, self._not_before = 0, 0.0, 0.0

    def keep(self) -> None:
        """Start it, or start it again; one that keeps dying is given time."""
        if self._process is not None and self._process.is_alive():
            return
        if self._process is not None and self._process.exitcode != 0:
            logger.error("process died", extra={"meta": {"exit": self._process.exitcode}})
            lived = time.monotonic() - self._born
            self._deaths = self._deaths + 1 if lived < STEADY_SECONDS else 1
            self._not_before = time.monotonic() + min(2.0**self._deaths / 4, LONGEST_PAUSE)
            self._process = None
            self._died()
        if time.monotonic() >= self._not_before:
            self._start()

    def close(self) -> None:
        """Take no more work; what is under way may go on."""
        self._closing.set()
        bells.ring(DESK_BELL)

    def finish(self, *, until: float) -> bool:
        """Wait for its tasks until that moment or until told again; whether some were cut off."""
        told = self._watch.stops
        while self._lives() and time.monotonic() < until and self._watch.stops == told:
            self._watch.wait(0.1)
        if self._lives():
            kill_tree(self._process.pid)
            self._process.join(5)
        return self._process is not None and self._process.exitcode != 0

    def _lives(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def _start(self) -> None:
        connections.close_all()
        gc.freeze()
        self._process = get_context("fork").Process(
            target=_child, args=(os.getpid(), self._closing), daemon=True
        )
        self._process.start()
        self._born = time.monotonic()


class Places:
    """Runs each task in a thread of its own, as many at once as there are places."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="interactive")
        self._busy: set[Future[None]] = set()
        self.served = 0

    def free(self) -> int:
        self._busy = {one for one in self._busy if not one.done()}
        return self._count - len(self._busy)

    def is_idle(self) -> bool:
        return self.free() == self._count

    def give(self, task: dict[str, Any]) -> None:
        self._busy.add(self._pool.submit(_perform, task))
        self.served += 1

    def leave(self) -> None:
        self._pool.shutdown(wait=True)


def _child(parent: int, closing: Flag) -> None:
    settle(parent)
    folder_lock.let_go()
    lines.share()
    places, bell = Places(settings.CHAT_PLACES), bells.Bell(DESK_BELL)
    try:
        _get_ready()
        while not closing.is_set() and (places.served < RECYCLE or not places.is_idle()):
            lines.let_go()
            if bell.wait(POLL_SECONDS if _serve(places) else FULL_SECONDS):
                bell.heard()
    finally:
        bell.close()
        places.leave()


def _get_ready() -> None:
    """Load what talks to models, where there is one: the first reply should not wait for it."""
    if settings.LLM_MODEL or Preference.objects.filter(key="llmModel").exists():
        llm_calls.load()


def _serve(places: Places) -> bool:
    """Give every waiting task a place; False when there may be more tasks than places."""
    free = places.free()
    if free <= 0:
        return False
    try:
        for task in _taken(free):
            places.give(task)
    except broker.DOWN as error:
        meta = {"type": type(error).__name__, "again": "in a moment"}
        logger.warning("queue not read", extra={"meta": meta})
        connections.close_all()
    return places.free() > 0


def _taken(limit: int) -> Iterator[dict[str, Any]]:
    """Tasks that are ours: each is taken off the queue before it begins, so it runs once."""
    queue = broker.current()
    if not queue.is_asked():
        return
    for payload in queue.off(limit):
        task = broker.opened(payload)
        if task is None:
            logger.warning("task of another key", extra={"meta": {"queue": INTERACTIVE}})
        else:
            yield task


def _perform(task: dict[str, Any]) -> None:
    """One task, whatever happens in it; its row says how it ended."""
    try:
        pydoc.locate(task["func"])(*task["args"], **task["kwargs"])  # type: ignore[operator]
    except Exception as error:
        # Its words may hold a person's text.
        meta = {"task": task["name"], "type": type(error).__name__}
        logger.error("task failed", extra={"meta": meta})
    finally:
        # A thread that waits for its next task needs none, and there may be many.
        connections.close_all()
