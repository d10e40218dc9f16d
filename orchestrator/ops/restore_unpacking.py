"""An archive unpacked: the database beside the present one, files into the store."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO

from jobops.web import stored
from orchestrator.ops import archive_reading, restore_journal
from orchestrator.ops.archive_reading import BROKEN, Contents
from orchestrator.ops.archives import FILES, MANIFEST
from orchestrator.ops.restore_refusals import RestoreError


def unpack(path: Path, contents: Contents) -> None:
    """Raises RestoreError(damaged) for an archive that changed since it was examined."""
    try:
        with archive_reading.members(path) as files:
            for name, file in files:
                if name == MANIFEST:
                    continue
                found = _kept(name, file.read()) if "/" in name else _beside(name, file)
                if found != contents.files[name]["sha256"]:
                    raise ValueError(name)
    except BROKEN as broken:
        raise RestoreError("damaged") from broken


def _kept(name: str, content: bytes) -> str:
    stored.put(name.removeprefix(f"{FILES}/"), content)
    return hashlib.sha256(content).hexdigest()


def _beside(name: str, file: IO[bytes]) -> str:
    target = restore_journal.folder() / name
    with target.open("wb") as out:
        target.chmod(0o600)
        found = archive_reading.digested(file, out.write)
        out.flush()
        os.fsync(out.fileno())
    return found
