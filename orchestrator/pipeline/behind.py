"""Ready jobs whose PDF fell behind and that nobody asked for yet: one query, whoever they are of.

It compares as Job.freshness does, with the context of the job's base, else that of the default.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from orchestrator import preferences
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobQuerySet, RegenerationRequest, RenderContext

NONE = Value("")


def jobs() -> JobQuerySet:
    """Without those whose owners want no rebuilding, or whose last attempt failed as they are."""
    failed = RegenerationRequest.objects.filter(
        job=OuterRef("pk"), state="failed", wanted=OuterRef("wanted")
    )
    asked = RegenerationRequest.objects.filter(job=OuterRef("pk"), state__in=("pending", "running"))
    ready = Job.objects.filter(
        status=Status.READY, pdf_source="generated", pdf_digest__isnull=False
    ).exclude(owner_id__in=preferences.saved("autoRegeneratePdf", False))
    found: JobQuerySet = (
        ready.alias(
            wanted=Concat(F("inputs"), Value(":"), _context()),
            printed=Concat(Coalesce("pdf_inputs", NONE), Value(":"), Coalesce("pdf_context", NONE)),
        )
        .exclude(printed=F("wanted"))
        .filter(~Exists(asked), ~Exists(failed))
    )
    return found


def owners() -> QuerySet[Job, UUID]:
    known = Q(owner__is_active=True, owner__in=RenderContext.objects.values("owner_id"))
    return jobs().filter(known).order_by().values_list("owner_id", flat=True).distinct()


def _context() -> Coalesce:
    mine = RenderContext.objects.filter(owner=OuterRef("owner"))
    of_base = mine.filter(resume_id=OuterRef("resume_id")).values("digest")
    of_default = mine.filter(is_default=True).values("digest")
    return Coalesce(Subquery(of_base[:1]), Subquery(of_default[:1]), NONE)
