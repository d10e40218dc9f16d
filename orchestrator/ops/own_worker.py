"""A worker for as long as one command needs it, when no other is at work."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connections
from django.utils import timezone

from orchestrator.models import Heartbeat
from orchestrator.ops import worker
from orchestrator.ops.family import settle


class OwnWorker:
    """Forked by `look_after`, ended with the block; it never outlives this process."""

    def __init__(self) -> None:
        self._pid = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._pid:
            return
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)
        end = time.monotonic() + settings.STOP_SECONDS + 3
        while time.monotonic() < end and not self._has_ended():
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)

    def look_after(self) -> bool:
        """Start one unless a worker is at work somewhere; whether one was started."""
        if self._pid and not self._has_ended():
            return False
        if Heartbeat.objects.alive(at=timezone.now()).exists():
            return False
        self._fork()
        return True

    def _has_ended(self) -> bool:
        try:
            return os.waitpid(self._pid, os.WNOHANG)[0] == self._pid
        except ChildProcessError:
            return True

    def _fork(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        connections.close_all()
        parent = os.getpid()
        self._pid = os.fork()
        if self._pid:
            return
        code = 1
        try:
            os.setpgid(0, 0)
            settle(parent)
            # The terminal shows the run; what a worker has to say below a warning is not for it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            code = worker.run()
        finally:
            os._exit(code)
