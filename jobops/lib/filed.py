"""Bytes kept under their digest: written beside, flushed, renamed. Readers see old or new, never
a part; on return the file survives a power cut.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import uuid4

TEMPORARY = ".part"


def keep(folder: Path, content: bytes, *, suffix: str = "") -> str:
    """Store `content` below `folder`; its digest. An equal file is used again."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(folder, digest, suffix=suffix)
    if target.exists():
        os.utime(target)  # young again: the sweep must not take what is about to be referenced
        return digest
    place(target, content)
    return digest


def place(target: Path, content: bytes) -> None:
    """Write `content` to `target`, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{uuid4().hex}{TEMPORARY}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
    flush(target.parent)


def path_of(folder: Path, digest: str, *, suffix: str = "") -> Path:
    return folder / digest[:2] / f"{digest}{suffix}"


def unreferenced(folder: Path, *, kept: Collection[str], before: float) -> Iterator[Path]:
    """Files below `folder` that no row names and that are older than `before` (seconds since
    1970).
    """
    for file in folder.glob("[0-9a-f][0-9a-f]/*"):
        if file.stem in kept and file.suffix != TEMPORARY:
            continue
        if file.stat().st_mtime < before:
            yield file


def flush(folder: Path) -> None:
    """What was renamed into `folder` keeps its name through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
