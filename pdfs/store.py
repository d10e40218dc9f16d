"""Files under the digest of their bytes: written beside, flushed, renamed. Readers see old or
new, never a part.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

TEMPORARY = ".part"


def put(owner_id: UUID, content: bytes) -> str:
    """Keep `content`; its digest. An equal file is used again. On return it survives a power
    cut.
    """
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(owner_id, digest)
    if target.exists():
        os.utime(target)  # young again: the sweep must not take what is about to be referenced
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{uuid4().hex}{TEMPORARY}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
    _flush_folder(target.parent)
    return digest


def open_pdf(owner_id: UUID, digest: str) -> Path | None:
    """Where the file lies, or None when it is gone."""
    target = path_of(owner_id, digest)
    return target if target.is_file() else None


def path_of(owner_id: UUID, digest: str) -> Path:
    root: Path = settings.STORE_DIR
    return root / str(owner_id) / digest[:2] / f"{digest}.pdf"


def unreferenced(owner_id: UUID, *, kept: Collection[str], before: float) -> Iterator[Path]:
    """Files of an owner that no row names and that are older than `before` (seconds since 1970)."""
    root: Path = settings.STORE_DIR / str(owner_id)
    for file in root.glob("*/*"):
        if file.stem in kept and file.suffix != TEMPORARY:
            continue
        if file.stat().st_mtime < before:
            yield file


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
