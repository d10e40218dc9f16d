"""The printed and brought PDFs of an owner, one file per digest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings

from jobops.lib import filed

TEMPORARY = filed.TEMPORARY
SUFFIX = ".pdf"


def put(owner_id: UUID, content: bytes) -> str:
    """Keep `content`; its digest. On return it survives a power cut."""
    return filed.keep(_folder(owner_id), content, suffix=SUFFIX)


def open_pdf(owner_id: UUID, digest: str) -> Path | None:
    """Where the file lies, or None when it is gone."""
    target = path_of(owner_id, digest)
    return target if target.is_file() else None


def state_of(owner_id: UUID, digest: str) -> Literal["sound", "missing", "damaged"]:
    """Whether the file is there and still what its digest says."""
    path = open_pdf(owner_id, digest)
    if path is None:
        return "missing"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return "sound" if found == digest else "damaged"


def path_of(owner_id: UUID, digest: str) -> Path:
    return filed.path_of(_folder(owner_id), digest, suffix=SUFFIX)


def beside(owner_id: UUID, key: str, *, suffix: str) -> Path:
    """Where something that can be made again lies: no row names it, so it is swept after a day."""
    return filed.path_of(_folder(owner_id), key, suffix=suffix)


def unreferenced(owner_id: UUID, *, kept: Collection[str], before: float) -> Iterator[Path]:
    """Files of an owner that no row names and that are older than `before` (seconds since 1970)."""
    return filed.unreferenced(_folder(owner_id), kept=kept, before=before)


def _folder(owner_id: UUID) -> Path:
    root: Path = settings.STORE_DIR
    return root / str(owner_id)
