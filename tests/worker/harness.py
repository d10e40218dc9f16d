"""A real worker in a process of its own, on the database of the test, to be killed at will."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django_q.tasks import async_task

from orchestrator import bells, queue
from orchestrator.models import Heartbeat

ROOT = Path(__file__).resolve().parents[2]
# Committed rows, which another process can see. Naming the apps spares a second per test: without
# it, emptying the tables also makes every permission anew.
REAL_ROWS = pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
ONE_GROUP = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"],
    reason="PostgreSQL may be shared by several worker groups, so there is no folder lock",
)


def until(found: Callable[[], Any], *, seconds: float = 200.0, what: str = "") -> Any:
    """What `found` returns as soon as it is true; AssertionError after `seconds`, which guard
    against hanging and measure nothing.
    """
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, f"not within {seconds} s: {what or found}"
        time.sleep(0.02)
    return value


class RealWorker:
    """`manage.py worker`, started and ended as an owner would, or worse."""

    def __init__(self, folder: Path, env: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.env = dict(env or {})
        self.process: subprocess.Popen[str] | None = None
        self._log = folder / "worker.log"

    def start(self, *, wait: bool = True) -> RealWorker:
        begun = time.time()
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "worker"],
                env=self._environment(), cwd=ROOT, text=True, stdout=log, stderr=log,
            )  # fmt: skip
        if wait:
            until(lambda: self._is_at_work(begun), what=f"a worker at work\n{self.log()[-2000:]}")
        return self

    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def pool(self) -> list[psutil.Process]:
        """Workers, monitor and pusher, in the order they were started."""
        assert self.process
        mine = [p for p in psutil.Process(self.process.pid).children() if "manage.py" in _line(p)]
        pool = [p for p in mine if not _has_desk(p.pid)]
        return sorted(pool, key=lambda p: (p.create_time(), p.pid))

    def desk(self) -> psutil.Process:
        """The process in which people's waiting work runs."""
        assert self.process
        mine = psutil.Process(self.process.pid).children()
        return next(p for p in mine if _has_desk(p.pid))

    def workers(self) -> list[psutil.Process]:
        return self.pool()[: settings.WORKERS]

    def family(self) -> list[psutil.Process]:
        assert self.process
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def kill(self) -> None:
        """As an out-of-memory kill of the command itself; its children are not asked."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self, *, seconds: float = 200.0) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def end(self) -> None:
        """For the fixture: whatever happened, nothing is left."""
        if self.process and self.process.poll() is None:
            family = self.family()[1:]
            self.kill()
            for one in family:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            until(lambda: gone(family))

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
            "JOBOPS_DATA_DIR": str(settings.DATA_DIR),
            "JOBOPS_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "LOG_LEVEL": "info",
            **self.env,
        }

    def _is_at_work(self, begun: float) -> bool:
        assert self.process
        assert self.process.poll() is None, self.log()[-3000:]
        beat = Heartbeat.objects.filter(pid=self.process.pid).first()
        ready = settings.WORKERS + 2
        return beat is not None and beat.at.timestamp() >= begun - 1 and len(self.pool()) >= ready


def gone(processes: Iterable[psutil.Process]) -> bool:
    """Whether none of them does anything any more; who buries them is not our concern."""
    return not any(_lives(one) for one in processes)


def chore(name: str, folder: Path, label: str) -> None:
    """Queue one of tests.worker.chores."""
    async_task(f"tests.worker.chores.{name}", str(folder), label, correlation={})
    queue.ring()


def said(folder: Path, label: str) -> list[int]:
    """Pids of the processes that wrote under `label`."""
    file = folder / label
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def _has_desk(pid: int) -> bool:
    return any(bells.folder().glob(f"{pid}-*.desk"))


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
