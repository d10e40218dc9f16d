"""The worker command: one group per folder, a clock, a pool that is replaced when spoilt, and a
process for what people watch.
"""

from __future__ import annotations

import gc
import logging
import sys
import time
from multiprocessing.process import BaseProcess
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections

from orchestrator import leases
from orchestrator.ops import folder_lock, heartbeat, reaper, recovery
from orchestrator.ops.clock import Clock
from orchestrator.ops.family import Watch, kill_tree
from orchestrator.ops.interactive import Desk
from orchestrator.ops.pool import Pool

logger = logging.getLogger(__name__)

ALREADY = "A worker already runs on this data folder. Stop it first, or choose another folder."
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0


def run() -> int:
    """Work until SIGTERM or SIGINT, then give running tasks STOP_SECONDS; the exit code."""
    group = uuid4().hex
    if not folder_lock.take(group):
        print(ALREADY, file=sys.stderr)
        return 1
    leases.join_group(group)
    watch = Watch()
    recovery.recover()
    clock = Clock()
    heartbeat.beat()
    _share_memory()
    desk = Desk(watch, died=recovery.after_death)
    pool, retired = _work(watch, clock, desk)
    desk.close()
    end = time.monotonic() + float(settings.STOP_SECONDS)
    left = pool.finish(seconds=float(settings.STOP_SECONDS)) + _dismiss(retired)
    if desk.finish(until=end) or left:
        reaper.reap()
    heartbeat.leave()
    connections.close_all()
    return 0


def _work(watch: Watch, clock: Clock, desk: Desk) -> tuple[Pool, list[Any]]:
    """Pools, one after the other; the last one, and busy workers of former ones."""
    retired: list[Any] = []

    def tick() -> None:
        # Not before the pool: its idle processes would share less memory with this one.
        desk.keep()
        clock.tick()
        if any(not process.is_alive() and process.busy.is_set() for process in retired):
            recovery.after_death()
        retired[:] = [process for process in retired if not _has_gone_home(process)]

    spoilt = 0
    while True:
        pool = Pool(watch, tick=tick)
        if pool.run() == "stopped":
            return pool, retired
        spoilt = spoilt + 1 if pool.age() < STEADY_SECONDS else 1
        retired += pool.retire()
        recovery.after_death()
        if spoilt > 1:
            watch.wait(min(2.0**spoilt / 4, LONGEST_PAUSE))


def _has_gone_home(process: Any) -> bool:
    in_time = time.monotonic() < process.kill_at
    if process.is_alive() and process.busy.is_set() and in_time:
        return False
    _end(process)
    return True


def _dismiss(retired: list[Any]) -> int:
    busy = [process for process in retired if process.is_alive() and process.busy.is_set()]
    for process in retired:
        _end(process)
    return len(busy)


def _end(process: BaseProcess) -> None:
    if process.pid and process.is_alive():
        kill_tree(process.pid)
    process.join(5)


def _share_memory() -> None:
    """What is loaded now stays shared with every child: the collector leaves those pages alone."""
    connections.close_all()
    gc.collect()
    gc.freeze()
