"""Bells: how a process of this machine wakes another without either asking the database.

A bell is a socket in one folder. Other machines do not hear it, so whoever waits also looks now
and then.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import select
import socket
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

NEWS = "news"
_numbers = itertools.count()


def folder() -> Path:
    """Where bells hang: the run folder, or a temporary one when its path is too long for a
    socket.
    """
    place: Path = settings.RUN_DIR
    if len(str(place)) > 80:
        name = f"jobops-{os.getuid()}-{hashlib.sha256(str(place).encode()).hexdigest()[:16]}"
        place = Path(tempfile.gettempdir()) / name
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def ring(kind: str, message: bytes = b"!") -> None:
    """Ring every bell of `kind`; one whose owner died is taken down."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as rope:
        for bell in folder().glob(f"*.{kind}"):
            try:
                rope.sendto(message, str(bell))
            except ConnectionRefusedError:
                bell.unlink(missing_ok=True)
            except (BlockingIOError, FileNotFoundError):
                continue  # already rung, or taken down this instant


def tell(owner_id: UUID) -> None:
    """Wake the open pages of one owner when the surrounding transaction has been committed."""
    # A partial has no name for the log of a call that failed.
    transaction.on_commit(lambda: ring(NEWS, owner_id.bytes), robust=True)


class Bell:
    """A bell of one kind, which keeps what it is rung with until that is heard."""

    def __init__(self, kind: str) -> None:
        self._path = folder() / f"{os.getpid()}-{next(_numbers)}.{kind}"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(str(self._path))

    def wait(self, seconds: float, *, line: socket.socket | None = None) -> bool:
        """Whether it rang. Returns early when `line` has something to read."""
        heard = select.select([self._socket, *([line] if line else [])], [], [], seconds)[0]
        return self._socket in heard

    def heard(self) -> set[bytes]:
        """What it was rung with since the last time, as far as it was kept."""
        found: set[bytes] = set()
        with contextlib.suppress(BlockingIOError):
            while message := self._socket.recv(64):
                found.add(message)
        return found

    def ring(self) -> None:
        """From another thread of this process."""
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as rope,
        ):
            rope.sendto(b"!", str(self._path))

    def close(self) -> None:
        self._socket.close()
        self._path.unlink(missing_ok=True)


class NewsBell:
    """The bell of one stream: hears what was told to one owner."""

    def __init__(self, owner_id: UUID) -> None:
        self._owner, self._bell = owner_id.bytes, Bell(NEWS)
        self.close = self._bell.close

    def wait(self, seconds: float, *, line: socket.socket | None = None) -> bool:
        """True when it rang for this owner. Returns early when `line` has something to read."""
        return self._bell.wait(seconds, line=line) and self.drain()

    def drain(self) -> bool:
        return self._owner in self._bell.heard()
