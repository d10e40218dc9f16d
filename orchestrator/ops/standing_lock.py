"""Who runs on a data folder, and who has it to himself: a lock that ends with its process.

Every `serve` and `worker` shares it; whoever swaps the data wants it alone.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_handle: int | None = None


def share() -> bool:
    """Hold it with others until this process ends; False while somebody has it alone."""
    return _lock(fcntl.LOCK_SH)


@contextmanager
def alone() -> Iterator[bool]:
    """Hold it for the block; False when somebody else runs on the folder."""
    was_shared = _handle is not None
    won = _lock(fcntl.LOCK_EX)
    try:
        yield won
    finally:
        if was_shared:
            _lock(fcntl.LOCK_SH)
        else:
            _let_go()


def _lock(kind: int) -> bool:
    global _handle
    if _handle is None:
        folder: Path = settings.RUN_DIR
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _handle = os.open(folder / "standing.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(_handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _let_go() -> None:
    global _handle
    if _handle is not None:
        os.close(_handle)
        _handle = None
