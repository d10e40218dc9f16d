"""How much is kept beside a job."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q

from orchestrator.models import Job


class Counts(NamedTuple):
    notes: int
    documents: int


def counts(job: Job) -> Counts:
    found = Job.objects.filter(pk=job.pk).aggregate(
        notes=Count("notes", filter=Q(notes__removed_at=None), distinct=True),
        documents=Count("documents", distinct=True),
    )
    return Counts(found["notes"], found["documents"])
