"""Signals a loop can wait for, and children that never outlive their parent."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from contextlib import suppress

import psutil

PR_SET_PDEATHSIG = 1


class Watch:
    """Waits for a moment, or for SIGTERM, SIGINT or the end of a child, whichever comes first."""

    def __init__(self) -> None:
        self.stops = 0
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        self.listen()

    def listen(self) -> None:
        """Take the signals; needed again after a library installed handlers of its own."""
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        # Without a handler the kernel would not wake us; there is nothing else to do.
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def wait(self, seconds: float) -> None:
        if select.select([self._read], [], [], seconds)[0]:
            with suppress(BlockingIOError):
                while os.read(self._read, 64):
                    pass

    def _stop(self, *_: object) -> None:
        self.stops += 1


def settle(parent: int) -> None:
    """First act of a child: default signals, no terminal's Ctrl-C, and death with its parent."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    die_with(parent)


def die_with(parent: int) -> None:
    """From now on the kernel ends this process together with `parent`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)  # it died before the line above


def kill_tree(pid: int) -> None:
    """End a process and everything it started, browsers included."""
    with suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        family = [*top.children(recursive=True), top]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
