"""The printed and brought PDFs of an owner, one file per digest."""

from __future__ import annotations

import hashlib
from typing import Literal
from uuid import UUID

from jobops.web import stored
from jobops.web.stored import StoreError

SUFFIX = ".pdf"


def put(owner_id: UUID, content: bytes) -> str:
    """Keep `content`; its digest. On return it survives a power cut."""
    digest = hashlib.sha256(content).hexdigest()
    stored.put(name_of(owner_id, digest), content)
    return digest


def has(owner_id: UUID, digest: str) -> bool:
    """Whether the file is there."""
    return stored.exists(name_of(owner_id, digest))


def seems_there(owner_id: UUID, digest: str) -> bool:
    """False only when it is certainly gone: for pages, which are drawn without the store too."""
    try:
        return has(owner_id, digest)
    except StoreError:
        return True


def read(owner_id: UUID, digest: str) -> bytes | None:
    """None when it is gone."""
    try:
        return stored.read(name_of(owner_id, digest))
    except FileNotFoundError:
        return None


def state_of(owner_id: UUID, digest: str) -> Literal["sound", "missing", "damaged"]:
    """Whether the file is there and still what its digest says."""
    content = read(owner_id, digest)
    if content is None:
        return "missing"
    return "sound" if hashlib.sha256(content).hexdigest() == digest else "damaged"


def name_of(owner_id: UUID, digest: str) -> str:
    return beside(owner_id, digest, suffix=SUFFIX)


def beside(owner_id: UUID, key: str, *, suffix: str) -> str:
    """The name of something that can be made again: no row names it, so it is swept after a day."""
    return f"{owner_id}/{key[:2]}/{key}{suffix}"
