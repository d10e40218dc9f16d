"""The truthful coverage of one job: of its finished PDF, or of the page as it would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jobops.lib.once import once
from orchestrator.models import Job
from tailoring import projects
from tailoring.coverage import Coverage, cover
from tailoring.documents.plain_text import to_text
from tailoring.documents.profile import profile
from tailoring.ledger import rows_of as rows_of
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


def _statements(job: Job, version: ResumeVersion) -> dict[str, str]:
    """Confirmed facts of the person or of this document, by id."""
    living = Fact.objects.filter(owner_id=job.owner_id, removed_at=None)
    stated = once(("facts", job.owner_id), lambda: list(living.order_by("created_at", "id")))
    return {
        str(one.pk): one.text for one in stated if one.document_id in (None, version.document_id)
    }
