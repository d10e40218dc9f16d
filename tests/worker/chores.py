"""Tasks whose course a test can see and steer through files."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any


def note(folder: str, name: str, **_: Any) -> None:
    with (Path(folder) / name).open("a") as file:
        file.write(f"{os.getpid()}\n")


def hold(folder: str, name: str, **_: Any) -> None:
    """Say who works, then wait for a file called `go`."""
    note(folder, f"{name}.begun")
    end = time.monotonic() + 250
    while not (Path(folder) / "go").exists() and time.monotonic() < end:
        time.sleep(0.02)
    note(folder, f"{name}.ended")


def die(folder: str, name: str, **_: Any) -> None:
    note(folder, name)
    os.kill(os.getpid(), signal.SIGKILL)


def stick(folder: str, name: str, **_: Any) -> None:
    """Work that no alarm can end, as when a library never returns to Python."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    note(folder, name)
    time.sleep(600)
