"""One worker group per data folder, held by an advisory lock that dies with its process.

Only on SQLite: there, no other machine can share the folder, so whoever does not hold the lock is
gone, and with it every lease it had.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

_handle: int | None = None


def take(group: str) -> bool:
    """Hold the folder for `group` until this process ends; False when another group holds it."""
    global _handle
    if connection.vendor != "sqlite":
        return True
    handle = os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    os.ftruncate(handle, 0)
    os.pwrite(handle, group.encode(), 0)
    _handle = handle
    return True


def let_go() -> None:
    """A forked child calls this: the lock must end with its parent, not with the last child."""
    global _handle
    if _handle is not None:
        os.close(_handle)
        _handle = None


def living_group() -> str | None:
    """The only group that may be alive; "" when none is, None when there may be several."""
    if connection.vendor != "sqlite":
        return None
    path = _path()
    if not path.exists():
        return ""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(handle, 100, 0).decode()
    finally:
        os.close(handle)
    return ""


def _path() -> Path:
    folder: Path = settings.RUN_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / "worker.lock"
