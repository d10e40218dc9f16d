"""Files written beside, flushed, renamed. Readers see old or new, never a part; on return the
file survives a power cut.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

TEMPORARY = ".part"


def place(target: Path, pieces: Iterable[bytes]) -> None:
    """Write `pieces` to `target`, whole or not at all."""
    with drafting(target) as file:
        file.writelines(pieces)


@contextmanager
def drafting(target: Path) -> Iterator[BinaryIO]:
    """A file that becomes `target` when the block ends, unless by an exception."""
    _make(target.parent)
    draft = target.with_name(f"{uuid4().hex}{TEMPORARY}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    flush(target.parent)


def remove_drafts(folder: Path, *, before: float, deep: bool = True) -> int:
    """What a killed process began and is older than `before` (seconds since 1970); how many."""
    gone, pattern = 0, f"*{TEMPORARY}"
    for draft in folder.rglob(pattern) if deep else folder.glob(pattern):
        try:
            if draft.stat().st_mtime < before:
                draft.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # finished, or removed by somebody else
    return gone


def flush(folder: Path) -> None:
    """What was renamed into `folder` keeps its name through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        flush(folder.parent)
