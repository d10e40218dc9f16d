"""The truthful coverage of one job: of its finished PDF, or of the page as it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from orchestrator.models import Job, Requirement
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import extract
from orchestrator.scoring.posting import read as read_posting
from tailoring import projects
from tailoring.briefing import briefed
from tailoring.coverage import Coverage, cover
from tailoring.documents.plain_text import to_text
from tailoring.documents.profile import profile
from tailoring.models import Fact, ResumeVersion


@dataclass(frozen=True)
class Covering:
    """`is_preview`: of the page as it would be printed now, no file has been read yet."""

    coverage: Coverage
    is_preview: bool


def of_text(job: Job, *, version: ResumeVersion, text: str) -> Coverage:
    """`text`: what the page says. Two queries."""
    raw = version.data
    every = [one.id for one in projects.catalogue(raw)]
    return cover(
        rows_of(job),
        profile=profile(raw, shown_projects=every),
        statements=_statements(job, version),
        text=text,
        on=timezone.localdate(),
    )


def preview(job: Job, *, version: ResumeVersion, document: Mapping[str, Any]) -> Covering:
    """Of `document`, the merged résumé of this job."""
    return Covering(of_text(job, version=version, text=to_text(document)), is_preview=True)


def rows_of(job: Job) -> Sequence[Row]:
    """The ledger of the newest score, or what rules read in the posting."""
    newest = job.cards.order_by("-created_at", "-id").values("pk")[:1]
    stored = list(Requirement.objects.filter(card__in=newest).order_by("ordinal"))
    return [_row(one) for one in stored] or extract(read_posting(briefed(job)))[0]


def _row(stored: Requirement) -> Row:
    return Row(
        scope=stored.scope,  # type: ignore[arg-type]
        importance=stored.importance,  # type: ignore[arg-type]
        weight=stored.weight,
        text=stored.text,
        quote=stored.quote,
        terms=tuple(stored.terms),
        threshold=stored.threshold,
    )


def _statements(job: Job, version: ResumeVersion) -> dict[str, str]:
    """Confirmed facts of the person or of this document, by id."""
    stated = Fact.objects.filter(owner_id=job.owner_id, removed_at=None).order_by("id")
    return {
        str(one.pk): one.text for one in stated if one.document_id in (None, version.document_id)
    }
