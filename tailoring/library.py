"""Base résumés: taking one in, saving, choosing. Two editors: the later one is told."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobops.lib.once import once
from orchestrator import preferences, setting_table
from orchestrator.jobs import freshness
from orchestrator.models import Job, User
from orchestrator.models.job import digest_of
from tailoring import pictures
from tailoring.documents import schema
from tailoring.documents.problems import DocumentError
from tailoring.documents.profile import profile
from tailoring.intake.json_file import MAX_FILE_BYTES as MAX_FILE_BYTES
from tailoring.intake.json_file import read_json
from tailoring.models import ResumeDocument, ResumePhoto, ResumeVersion

KEPT_VERSIONS = 50
IMPORTED = "Imported"


@dataclass(frozen=True)
class Saved:
    """`is_new` is false when the same file was taken in before; then nothing was written."""

    document: ResumeDocument
    version: ResumeVersion
    report: Mapping[str, Any]
    is_new: bool


@dataclass(frozen=True)
class Base:
    """The newest version of a base that jobs may use, without its text."""

    document_id: UUID
    digest: str
    is_default: bool


def import_file(owner: User, content: bytes, *, file_name: str) -> Saved:
    """A new base from a file, the default when it is the first. Raises DocumentError."""
    taken = read_json(content, file_name)
    return add(
        owner, taken.document, source=taken.format, original=content, report=asdict(taken.report)
    )


def add(
    owner: User,
    data: Mapping[str, Any],
    *,
    source: str,
    original: bytes,
    report: Mapping[str, Any],
    upstream: Mapping[str, Any] | None = None,
) -> Saved:
    """Keep a document that was read already; the same original again answers with what is there."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        if here := known(owner, original):
            return here
        document = ResumeDocument.objects.create(
            owner=owner,
            name=_name(data),
            language=schema.read(data).locale[:12],
            source=source,
            is_default=not ResumeDocument.objects.filter(owner=owner, is_default=True).exists(),
            **(upstream or {}),
        )
        if photo := pictures.within(data):
            ResumePhoto.objects.create(document=document, **photo.as_row())
        version = _append(
            document, data, actor="user", what=IMPORTED, report=report, original=original
        )
    return Saved(document, version, report, is_new=True)


def known(owner: User, original: bytes) -> Saved | None:
    """The base these very bytes became, unless it was edited since."""
    mark = hashlib.sha256(original).hexdigest()
    version = (
        ResumeVersion.objects.filter(document__owner=owner, original_digest=mark)
        .select_related("document")
        .order_by("-revision")
        .first()
    )
    if version is None or newest(version.document).pk != version.pk:
        return None
    return Saved(version.document, version, version.report, is_new=False)


def save(
    document: ResumeDocument, data: Mapping[str, Any], *, base_revision: int, actor: str, what: str
) -> ResumeVersion:
    """The next version of a document. Raises DocumentError(stale_revision) when somebody was
    faster.
    """
    with transaction.atomic():
        row = ResumeDocument.objects.select_for_update().get(pk=document.pk)
        latest = newest(row)
        if base_revision != row.revision:
            raise stale(latest)
        complete, added = schema.ensure_ids(data)
        if latest.data == complete:
            return latest
        return _append(row, complete, actor=actor, what=what, report={"ids_added": added})


def stale(latest: ResumeVersion) -> DocumentError:
    """What somebody who edited an older version is told, with what it says now."""
    return DocumentError(
        "stale_revision",
        revision=latest.revision,
        updatedAt=latest.created_at,
        document=latest.data,
    )


def default(owner: User) -> ResumeDocument | None:
    return ResumeDocument.objects.filter(owner=owner, is_default=True).first()


def own(owner: User, pk: UUID) -> ResumeDocument | None:
    return ResumeDocument.objects.filter(owner=owner, pk=pk).first()


def documents(owner: User) -> list[ResumeDocument]:
    return list(ResumeDocument.objects.filter(owner=owner).order_by("-is_default", "name", "id"))


def current(owner: User) -> list[ResumeVersion]:
    """The newest version of each base with its document, in the order of `documents`."""
    newest_ones = ResumeVersion.objects.filter(
        document__owner=owner, revision=F("document__revision")
    )
    return list(
        newest_ones.defer("original")
        .select_related("document")
        .order_by("-document__is_default", "document__name", "document_id")
    )


def bases(owners: Collection[UUID]) -> Mapping[UUID, list[Base]]:
    """What jobs may use, of many owners, in one query."""
    found: dict[UUID, list[Base]] = {pk: [] for pk in owners}
    rows = ResumeVersion.objects.filter(
        document__owner__in=owners, document__enabled=True, revision=F("document__revision")
    ).values_list("document__owner_id", "document_id", "digest", "document__is_default")
    for owner_id, pk, digest, is_default in rows:
        found[owner_id].append(Base(pk, digest, is_default))
    return found


def make_default(document: ResumeDocument) -> None:
    with transaction.atomic():
        ResumeDocument.objects.filter(owner_id=document.owner_id, is_default=True).update(
            is_default=False
        )
        ResumeDocument.objects.filter(pk=document.pk).update(is_default=True)
        document.refresh_from_db()
        renew(document)


def newest(document: ResumeDocument) -> ResumeVersion:
    return document.versions.defer("original").get(revision=document.revision)


def base_of(job: Job) -> ResumeVersion | None:
    """The version a job is tailored from: the one chosen for it, by its owner or by score, else
    the default.
    """
    return once(("base", job.pk, job.resume_id), lambda: _base_of(job))


def _base_of(job: Job) -> ResumeVersion | None:
    mine = ResumeDocument.objects.filter(owner_id=job.owner_id, enabled=True)
    document = (mine.filter(pk=job.resume_id).first() if job.resume_id else None) or mine.filter(
        is_default=True
    ).first()
    return newest(document) if document else None


def is_blank(version: ResumeVersion) -> bool:
    """Whether it says nothing that could be printed: a base somebody has begun and not filled."""
    shown = profile(version.data)
    said = (shown.headline, shown.summary, shown.items, schema.read(version.data).basics.name)
    return not any(said)


def describe(
    document: ResumeDocument, *, name: str, language: str, enabled: bool
) -> ResumeDocument:
    """Its name, language, and whether jobs may use it; the default always may."""
    document.name, document.language = name, language
    document.enabled = enabled or document.is_default
    document.save(update_fields=["name", "language", "enabled"])
    return document


def duplicate(document: ResumeDocument) -> ResumeDocument:
    """A base of its own with the newest text."""
    version = newest(document)
    with transaction.atomic():
        copied = ResumeDocument.objects.create(
            owner=document.owner,
            name=f"{document.name[:190]} (copy)",
            language=document.language,
            source=document.source,
        )
        _append(
            copied, version.data, actor="user", what=f"Copy of {document.name}"[:200], report={}
        )
    return copied


def remove(document: ResumeDocument) -> None:
    """Delete a base; jobs that used it fall back to the default, which the oldest other one
    becomes.
    """
    with transaction.atomic():
        freshness.forget(document.pk)
        owner_id, was_default = document.owner_id, document.is_default
        document.delete()
        heir = ResumeDocument.objects.filter(owner_id=owner_id).order_by("created_at").first()
        if was_default and heir is not None:
            make_default(heir)


def _append(
    document: ResumeDocument,
    data: Mapping[str, Any],
    *,
    actor: str,
    what: str,
    report: Mapping[str, Any],
    original: bytes | None = None,
) -> ResumeVersion:
    document.revision += 1
    document.updated_at = timezone.now()
    document.save(update_fields=["revision", "updated_at"])
    version = ResumeVersion.objects.create(
        document=document,
        revision=document.revision,
        data=data,
        digest=digest_of(data),
        original=original,
        original_digest=hashlib.sha256(original).hexdigest() if original else "",
        report=dict(report),
        actor=actor,
        what=what,
    )
    renew(document, digest=version.digest)
    return version


def renew(document: ResumeDocument, *, digest: str | None = None) -> None:
    """Store what PDFs of this base are compared with; call it where the base or its photo
    changed.
    """
    freshness.renew(
        document.owner,
        resume_id=document.pk,
        content=_content(document, digest=digest or newest(document).digest),
        is_default=document.is_default,
        options=page_options(document.owner),
    )


def _content(document: ResumeDocument, *, digest: str) -> str:
    photo = ResumePhoto.objects.filter(document=document).values_list("digest", flat=True).first()
    return digest_of({"data": digest, "photo": photo}) if photo else digest


def page_options(owner: User) -> dict[str, Any]:
    """The owner's settings that shape every page, as part of the render context."""
    wanted = preferences.of(owner)
    return {key: wanted[key] for key, setting in setting_table.SETTINGS.items() if setting.renders}


def _name(data: Mapping[str, Any]) -> str:
    basics = schema.read(data).basics
    return (basics.name or basics.headline or "Résumé")[:200]
