"""Files the owner keeps beside a job. The row has the name; the bytes lie under their digest."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from jobops.lib.errors import Problem
from jobops.web import stored
from jobops.web.files import Served
from orchestrator import lifecycle
from orchestrator.models import Document, Job, Tally

LIMIT = 10 * 1024 * 1024
NAME_LIMIT = 255
TYPE_LIMIT = 200
FOLDER = "documents"
# Where from a job the bytes in that folder are named; the chat, which has pictures, stands above.
NAMING = ("documents__digest", "chat__messages__attachments__digest")
# Marks that turn the reading direction: "fdp.exe" would be shown as "exe.pdf".
INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
# What is served as it is, and what is served as plain text; everything else is only downloaded.
SHOWN = frozenset(
    {"application/pdf", "image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}
)
READ_AS_TEXT = frozenset({"text/plain", "text/markdown", "text/csv", "application/json"})
DOWNLOAD = "application/octet-stream"


class DocumentRefused(Problem):
    SENTENCES = {
        "too_large": "The file is larger than 10 MiB. Nothing was stored.",
        "empty": "The file is empty. Nothing was stored.",
        "no_file": "No file was chosen. Nothing was stored.",
        "bad_type": "The media type of this file is longer than 200 characters.",
    }


def of(job: Job) -> QuerySet[Document]:
    return job.documents.order_by("-created_at", "-id")


def add(job: Job, content: bytes, *, file_name: str, media_type: str, actor: str) -> Document:
    """Keep a file of any kind. Raises DocumentRefused; then nothing was stored."""
    check(content, media_type=media_type)
    digest = keep(job.owner_id, content)
    with transaction.atomic():
        row = lifecycle.fresh(job)
        document = Document(
            job=row,
            file_name=shown_name(file_name),
            media_type=media_type.lower() or None,
            byte_size=len(content),
            digest=digest,
        )
        document.updated_at = document.created_at
        document.save(force_insert=True)
        _record(row, "job.document_added", document, actor=actor)
        if not stored.exists(name_of(job.owner_id, digest)):
            # The last other document with these bytes was deleted in between.
            keep(job.owner_id, content)
    return document


def keep(owner_id: UUID, content: bytes) -> str:
    """Store bytes among the owner's documents; their digest. A row is to name them."""
    digest = hashlib.sha256(content).hexdigest()
    stored.put(name_of(owner_id, digest), content)
    return digest


def check(content: bytes, *, media_type: str) -> None:
    """Raises DocumentRefused for what cannot be kept."""
    if not content:
        raise DocumentRefused("empty")
    if len(content) > LIMIT:
        raise DocumentRefused("too_large")
    if len(media_type) > TYPE_LIMIT:
        raise DocumentRefused("bad_type")


def remove(document: Document, *, actor: str) -> None:
    """Delete the row and, once that is certain, the bytes nothing else of the owner names."""
    job = document.job
    with transaction.atomic():
        row = lifecycle.fresh(job)
        pk, digest = document.pk, document.digest
        deleted, _ = row.documents.filter(pk=pk).delete()
        if deleted:
            _record(row, "job.document_removed", document, actor=actor)
        transaction.on_commit(lambda: forget(job.owner_id, digest))


def forget(owner_id: UUID, digest: str) -> None:
    """Remove bytes nothing of the owner names any more. Waits for whoever is adding the same ones:
    they hold the owner's tally.
    """
    with transaction.atomic():
        list(Tally.objects.select_for_update().filter(owner_id=owner_id))
        if not named(owner_id, [digest]):
            stored.forget(name_of(owner_id, digest))


def name_of(owner_id: UUID, digest: str) -> str:
    return f"{owner_id}/{FOLDER}/{digest[:2]}/{digest}"


def referenced(owner_id: UUID) -> set[str]:
    """The digests of an owner's documents and of the pictures in their chats."""
    jobs = Job.objects.filter(owner_id=owner_id).order_by()
    found = [jobs.values_list(path, flat=True) for path in NAMING]
    return {digest for rows in found for digest in rows if digest}


def named(owner_id: UUID, digests: Collection[str]) -> set[str]:
    """Those of `digests` that a document or a picture of the owner still names."""
    jobs = Job.objects.filter(owner_id=owner_id).order_by()
    return {
        digest
        for path in NAMING
        for digest in jobs.filter(**{f"{path}__in": digests}).values_list(path, flat=True)
        if digest in digests
    }


def served(document: Document, *, owner_id: UUID, download: bool = False) -> Served:
    """The file as it is handed out: what could act in a browser is only ever downloaded."""
    media_type = served_type(document.media_type)
    risky = media_type == DOWNLOAD
    return Served(
        name_of(owner_id, document.digest),
        document.digest,
        media_type,
        ascii_name(document.file_name),
        document.file_name,
        attachment=download or risky,
        cache="private, no-store",
        policy="" if media_type == "application/pdf" else "default-src 'none'; sandbox",
    )


def served_type(stored: str | None) -> str:
    kind = (stored or "").partition(";")[0].strip()
    if kind in READ_AS_TEXT:
        return "text/plain; charset=utf-8"
    return kind if kind in SHOWN else DOWNLOAD


def ascii_name(name: str) -> str:
    """For clients that read nothing else: accents dropped, other letters as underscores."""
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return bare.encode("ascii", "replace").decode().replace("?", "_")


def shown_name(given: str) -> str:
    """The last part of a path on any system, without what cannot be seen, at most 255
    characters long with its ending kept.
    """
    visible = "".join(c for c in given if unicodedata.category(c) not in INVISIBLE)
    name = visible.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    if name.strip(".") == "":
        return "file"
    if len(name) <= NAME_LIMIT:
        return name
    stem, dot, ending = name.rpartition(".")
    kept = f".{ending}" if dot and stem and len(ending) <= 20 else ""
    return name[: NAME_LIMIT - len(kept)] + kept


def _record(row: Job, kind: str, document: Document, *, actor: str) -> None:
    context: dict[str, Any] = {"data": {"document": str(document.pk)}}
    lifecycle.record(row, kind, before=lifecycle.snapshot(row), actor=actor, context=context)
