"""The versions of a base: what each changed, restoring one, and which are kept (D7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from orchestrator.models import ScoreCard
from tailoring import library
from tailoring.documents import differences
from tailoring.models import ResumeDocument, ResumeVersion, Tailoring

# The name a restored version is listed by.
RESTORED = "Version {} restored"


@dataclass(frozen=True)
class Revision:
    """`changes`: in words, against the version before it that is still kept."""

    number: int
    at: datetime
    actor: str
    what: str
    changes: str
    has_original: bool


def listed(document: ResumeDocument) -> list[Revision]:
    """The newest first."""
    rows = document.versions.annotate(kept=Q(original__isnull=False)).defer("original", "report")
    made: list[Revision] = []
    before: dict[str, Any] = {}
    for row in rows.order_by("revision"):
        said = "" if not made else differences.summary(differences.between(before, row.data))
        made.append(Revision(row.revision, row.created_at, row.actor, row.what, said, row.kept))
        before = row.data
    return made[::-1]


def numbered(document: ResumeDocument, number: int) -> ResumeVersion | None:
    return document.versions.defer("original").filter(revision=number).first()


def restore(document: ResumeDocument, version: ResumeVersion, *, actor: str) -> ResumeVersion:
    """The old text as a new version, on top of whatever was saved last."""
    what = RESTORED.format(version.revision)
    with transaction.atomic():
        row = ResumeDocument.objects.select_for_update().get(pk=document.pk)
        return library.save(row, version.data, base_revision=row.revision, actor=actor, what=what)


def original(document: ResumeDocument) -> ResumeVersion | None:
    """The newest version that came as a file, with its bytes."""
    return document.versions.filter(original__isnull=False).order_by("-revision").first()


def has_original(document: ResumeDocument) -> bool:
    return document.versions.filter(original__isnull=False).exists()


def sweep(printed: QuerySet[Any]) -> int:
    """Versions beyond the last fifty go, but those that came as a file, that a card or a state of
    a job's texts names, or that are `printed` (ids, known in a later room). How many went.
    """
    past = ResumeVersion.objects.filter(
        original=None, revision__lte=F("document__revision") - library.KEPT_VERSIONS
    )
    past = past.exclude(pk__in=printed)
    pairs = {(d, r): pk for pk, d, r in past.values_list("pk", "document_id", "revision")}
    for pair in _referred({document for document, _ in pairs}):
        pairs.pop(pair, None)
    return int(ResumeVersion.objects.filter(pk__in=pairs.values()).delete()[0])


def _referred(documents: Iterable[Any]) -> set[tuple[Any, Any]]:
    wanted = {"resume_id__in": set(documents)}
    columns = ("resume_id", "resume_revision")
    cards = ScoreCard.objects.filter(**wanted).values_list(*columns)
    return {*cards, *Tailoring.objects.filter(**wanted).values_list(*columns)}
