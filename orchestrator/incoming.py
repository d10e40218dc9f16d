"""Files somebody sent that wait to be read: by owner and content, for an hour."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

KEPT_SECONDS = 3600
BLOCK = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(owner_id: UUID, file: IO[bytes]) -> str:
    """The digest under which `open_kept` finds the file again; older files go."""
    sweep()
    place = _folder(owner_id)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=place, delete=False) as written:
        while block := file.read(BLOCK):
            digest.update(block)
            written.write(block)
    os.replace(written.name, place / digest.hexdigest())
    return digest.hexdigest()


def open_kept(owner_id: UUID, digest: str) -> IO[bytes] | None:
    """None when it was never sent by this owner, or its hour is over."""
    if not DIGEST.fullmatch(digest):
        return None
    try:
        return (_folder(owner_id) / digest).open("rb")
    except FileNotFoundError:
        return None


def renew(owner_id: UUID, digest: str, *, hours: int = 1) -> None:
    """It waits that long from now on: work on it was asked for."""
    until = time.time() + hours * 3600 - KEPT_SECONDS
    os.utime(_folder(owner_id) / digest, (until, until))


def drop(owner_id: UUID, digest: str) -> None:
    (_folder(owner_id) / digest).unlink(missing_ok=True)


def sweep() -> int:
    """Remove what waited longer; how many files."""
    before, gone = time.time() - KEPT_SECONDS, 0
    for path in _root().glob("*/*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # somebody else swept at the same time
    return gone


def _root() -> Path:
    return Path(settings.DATA_DIR) / "incoming"


def _folder(owner_id: UUID) -> Path:
    return _root() / str(owner_id)
