"""Calls what the SCHEDULES table says, inside the worker's own loop."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

from django.db import InterfaceError, OperationalError, connections
from django.utils.module_loading import import_string

from orchestrator.ops import timetable
from orchestrator.queue import SCHEDULES, Schedule

logger = logging.getLogger(__name__)


class Clock:
    """Calls what is due. Wall time, because a machine that slept must not wait another hour."""

    def __init__(self, schedules: Mapping[str, Schedule] = SCHEDULES) -> None:
        self._work: dict[str, Callable[[], object]] = {
            name: import_string(one.path) for name, one in schedules.items()
        }
        self._every = {name: one.every for name, one in schedules.items()}
        self._due = dict.fromkeys(schedules, 0.0)
        self._noted = dict.fromkeys(schedules, 0.0)

    def tick(self, *, now: float | None = None) -> None:
        moment = time.time() if now is None else now
        for name in timetable.wanted():
            if name in self._due:
                self._due[name] = 0.0
        for name, due in self._due.items():
            # A clock that was set back would otherwise silence a schedule for as long.
            if due <= moment or due - moment > self._every[name]:
                self._due[name] = moment + self._every[name]
                self._run(name, moment)

    def _run(self, name: str, moment: float) -> None:
        begun, fine = time.monotonic(), True
        try:
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
