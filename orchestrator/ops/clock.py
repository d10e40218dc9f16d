"""Calls what the SCHEDULES table says, inside the worker's own loop."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from uuid import uuid4

from django.db import InterfaceError, OperationalError, connections
from django.utils.module_loading import import_string

from jobops import logs
from orchestrator.ops import timetable, turns
from orchestrator.queue import SCHEDULES, Schedule

logger = logging.getLogger(__name__)


class Clock:
    """Calls what is due. Wall time, because a machine that slept must not wait another hour."""

    def __init__(self, schedules: Mapping[str, Schedule] = SCHEDULES) -> None:
        self._work: dict[str, Callable[[], object]] = {
            name: import_string(one.path) for name, one in schedules.items()
        }
        self._schedules = schedules
        self._due = dict.fromkeys(schedules, 0.0)
        self._noted = dict.fromkeys(schedules, 0.0)

    def tick(self, *, now: float | None = None) -> None:
        moment = time.time() if now is None else now
        wanted = set(timetable.wanted())
        for name, due in self._due.items():
            every = self._schedules[name].every
            # A clock that was set back would otherwise silence a schedule for as long.
            if name in wanted or due <= moment or due - moment > every:
                self._due[name] = moment + every
                self._run(name, moment, asked=name in wanted)

    def _run(self, name: str, moment: float, *, asked: bool) -> None:
        begun, fine = time.monotonic(), True
        try:
            if not (asked or self._is_ours(name, moment)):
                return
            with logs.bind(requestId=f"sched-{uuid4()}"):
                self._work[name]()
        except (OperationalError, InterfaceError) as error:
            fine = False
            meta = {"schedule": name, "type": type(error).__name__}
            logger.error("schedule found no database", extra={"meta": meta})
            # Nothing else in this process asks whether a line still holds.
            connections.close_all()
        except Exception:
            fine = False
            logger.exception("schedule failed", extra={"meta": {"schedule": name}})
        if not fine or abs(moment - self._noted[name]) >= timetable.NOTED_EVERY:
            self._noted[name] = moment
            timetable.note(name, at=moment, seconds=time.monotonic() - begun, fine=fine)

    def _is_ours(self, name: str, moment: float) -> bool:
        one = self._schedules[name]
        return not one.alone or turns.take(name, every=one.every, at=moment)
