"""A django-q2 pool that stays usable when one of its processes is killed.

Stock django-q2 has one process per loop around shared queues whose locks die with their holder: a
killed idle worker leaves the whole cluster waiting for ever. Here any unclean death retires the
pool: busy workers finish what they hold, everything else is killed, and the caller starts anew.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, queues
from multiprocessing.process import BaseProcess
from queue import Full
from typing import Any, Literal
from uuid import uuid4

from django import db
from django_q.cluster import Sentinel
from django_q.conf import Conf
from django_q.worker import worker

from orchestrator.ops import broker, folder_lock
from orchestrator.ops.family import Watch, kill_tree, settle
from orchestrator.ops.flags import Flag, Ring

logger = logging.getLogger(__name__)

LEAVE_SECONDS = 3.0
Ending = Literal["stopped", "spoilt"]


class Inbox:
    """What a worker reads its tasks from: each is taken off the queue before it begins.

    So a task runs at most once, also when it kills its worker or waited longer than the queue's
    retry; the row it works on says what is left to do.
    """

    def __init__(self, queue: Any, *, closing: Flag, busy: Flag) -> None:
        self._queue, self._closing, self._busy = queue, closing, busy

    def get(self) -> Any:
        while True:
            self._busy.clear()
            task = self._queue.get()
            if task == "STOP" or self._closing.is_set():
                return "STOP"
            self._busy.set()
            if self._is_ours(task):
                return task

    def _is_ours(self, task: dict[str, Any]) -> bool:
        """While the queue cannot be asked nothing begins: another group may have it by then."""
        while not self._closing.is_set():
            try:
                return broker.current().begin(task)
            except broker.DOWN as error:
                meta = {"type": type(error).__name__, "again": "in a moment"}
                logger.warning("task waits for its queue", extra={"meta": meta})
                db.connections.close_all()
                time.sleep(broker.OUTAGE_SECONDS)
        return False


class Pool(Sentinel):  # type: ignore[misc]  # django-q2 carries no annotations
    """One generation of workers, pusher and monitor, guarded from the command's own process."""

    def __init__(self, watch: Watch, *, tick: Callable[[], object]) -> None:
        super().__init__(stop_event=Flag(), start_event=Flag(), cluster_id=uuid4(), start=False)
        watch.listen()
        self._watch, self._tick, self._born = watch, tick, time.monotonic()
        self.event_out = self.closing = Flag()
        # As many as wait in its own queue, some more, and those of a moment before.
        self.broker.taken, self._renewed = Ring(4 * Conf.WORKERS + 8), self._born
        self.broker.quietly = Ring(1)

    def run(self) -> Ending:
        """Until told to stop, or until a process of the pool died and may have spoilt the rest."""
        if folder_lock.living_group() is not None:
            # There is no other group, so whoever took them is gone.
            self._release(everything=True)
        self.spawn_cluster()
        before = time.monotonic()
        while not self._watch.stops:
            self._watch.wait(Conf.GUARD_CYCLE)
            now = time.monotonic()
            if not self._in_order(elapsed=now - before):
                return "spoilt"
            before = now
            self._renew(now)
            self._tick()
        return "stopped"

    def age(self) -> float:
        return time.monotonic() - self._born

    def spawn_cluster(self) -> None:
        db.connections.close_all()
        self.broker.has_room = self._has_room
        for _ in range(self.pool_size):
            self.spawn_worker()
        self.monitor, self.pusher = self.spawn_monitor(), self.spawn_pusher()

    def spawn_process(self, target: Any, *args: Any) -> BaseProcess:
        busy = Flag()
        process: Any = get_context("fork").Process(
            target=_child, args=(target, os.getpid(), self.closing, busy, args), daemon=True
        )
        process.busy = busy
        if target is worker:
            process.timer = args[2]
            self.pool.append(process)
        gc.freeze()
        process.start()
        child: BaseProcess = process
        return child

    def retire(self) -> list[BaseProcess]:
        """Take no more work and kill what does nothing; the workers that still do something."""
        self.closing.set()
        for process in (self.pusher, self.monitor, *self.pool):
            if not (process in self.pool and process.is_alive() and process.busy.is_set()):
                _end(process)
        self._release()
        for process in self._busy():
            process.kill_at = time.monotonic() + self.timeout + LEAVE_SECONDS
        return self._busy()

    def finish(self, *, seconds: float) -> int:
        """Let running tasks end, for at most `seconds` or until told again; how many did not."""
        self.closing.set()
        self._send_home()
        told, end = self._watch.stops, time.monotonic() + seconds
        while self._alive() and time.monotonic() < end and self._watch.stops == told:
            self._watch.wait(0.1)
            if not self._busy():
                end = min(end, time.monotonic() + LEAVE_SECONDS)
        left = len(self._busy())
        if not self._alive():
            self.result_queue.put("STOP")
            self.monitor.join(LEAVE_SECONDS)
        for process in (self.pusher, self.monitor, *self.pool):
            _end(process)
        self._release()
        return left

    def _has_room(self) -> bool:
        # Not django-q2's own count: that has a lock, which may have died with its holder.
        return int(queues.Queue.qsize(self.task_queue)) < max(1, int(Conf.WORKERS) // 2)

    def _renew(self, now: float) -> None:
        if now - self._renewed < broker.RENEW_EVERY:
            return
        self._renewed = now
        try:
            self.broker.renew()
        except broker.DOWN:
            db.connections.close_all()

    def _release(self, *, everything: bool = False) -> None:
        """Offer again what was taken and not begun; else it is when its time has run out."""
        try:
            self.broker.release(everything=everything)
        except broker.DOWN:
            db.connections.close_all()

    def _send_home(self) -> None:
        # A queue whose writing lock died with its holder would keep this process from ending.
        self.task_queue.cancel_join_thread()
        self.result_queue.cancel_join_thread()
        for _ in self.pool:
            with suppress(Full):  # then a waiting task takes the pill's place
                self.task_queue.put("STOP", block=False)

    def _alive(self) -> list[Any]:
        return [process for process in self.pool if process.is_alive()]

    def _busy(self) -> list[Any]:
        return [process for process in self._alive() if process.busy.is_set()]

    def _in_order(self, *, elapsed: float) -> bool:
        for process in [self.pusher, self.monitor, *self.pool]:
            if not process.is_alive():
                if process.exitcode != 0:
                    logger.error("process died", extra={"meta": {"exit": process.exitcode}})
                    return False
                self._replace(process)
            elif process in self.pool and not self._in_time(process, elapsed=elapsed):
                return False
        return True

    def _in_time(self, process: Any, *, elapsed: float) -> bool:
        """False when a worker overran its time and does not leave by itself."""
        lock = process.timer.get_lock()
        if not lock.acquire(timeout=0.1):
            return True
        try:
            left = process.timer.get_obj()
            if left.value > 0:
                left.value = max(left.value - elapsed, 0.0)
            overdue = left.value == 0
        finally:
            lock.release()
        if overdue:
            # A worker whose alarm went off is still writing its result; a signal now would leave
            # the result queue locked for everybody.
            process.join(LEAVE_SECONDS)
        if overdue and process.is_alive():
            _end(process)
            return False
        return True

    def _replace(self, process: Any) -> None:
        db.connections.close_all()
        if process is self.monitor:
            self.monitor = self.spawn_monitor()
        elif process is self.pusher:
            self.pusher = self.spawn_pusher()
        else:
            self.pool.remove(process)
            self.spawn_worker()


def _child(target: Any, parent: int, closing: Flag, busy: Flag, args: tuple[Any, ...]) -> None:
    settle(parent)
    folder_lock.let_go()
    if target is worker:
        args = (Inbox(args[0], closing=closing, busy=busy), *args[1:])
    target(*args)


def _end(process: BaseProcess) -> None:
    if process.pid and process.is_alive():
        kill_tree(process.pid)
    process.join(LEAVE_SECONDS)
