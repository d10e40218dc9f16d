"""Whether a job is still offered where it was found: a flag, and what sets and clears it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.jobs import expiry, fetching
from orchestrator.jobs.fetching import FetchProblem
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User

CLOSED, OPEN = "job.listing_closed", "job.listing_open"
# The address answered, with something we cannot read: it is not gone.
THERE = frozenset({"not_a_page", "no_text", "too_big"})


@dataclass(frozen=True)
class Checked:
    job: Job
    closed: bool


def check(job: Job, *, actor: str) -> Checked:
    """Ask its address once. Only “not found” and “gone” flag it; FetchProblem says the rest."""
    try:
        fetching.fetch(job.job_url)
    except FetchProblem as problem:
        if problem.kind == "not_found":
            return Checked(flag(job, at=timezone.now(), actor=actor), closed=True)
        if problem.kind not in THERE:
            raise
    return Checked(job, closed=False)


def flag(job: Job, *, at: datetime, actor: str) -> Job:
    """It seems closed; the status stays, what to do is the owner's decision."""
    return _write(job, at, kind=CLOSED, actor=actor)


def clear(job: Job, *, actor: str) -> Job:
    """It was seen again."""
    return _write(job, None, kind=OPEN, actor=actor)


def gone(owner: User, ids: Collection[UUID], *, at: datetime) -> tuple[int, int]:
    """Its board shows it no more: how many are flagged, and how many of those expired."""
    here = Job.objects.filter(owner=owner, pk__in=ids, listing_closed_at=None)
    for job in here.exclude(status=Status.DISCOVERED):
        flag(job, at=at, actor="sweeper")
    found = list(here.filter(status=Status.DISCOVERED).values_list("pk", flat=True))
    Job.objects.filter(pk__in=found).update(listing_closed_at=at)
    discovered = Job.objects.filter(owner=owner, status=Status.DISCOVERED)
    return len(ids), expiry.expire(discovered, found, reason="listing_closed")


def _write(job: Job, at: datetime | None, *, kind: str, actor: str) -> Job:
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if (row.listing_closed_at is None) == (at is None):
            return row
        before = lifecycle.snapshot(row)
        row.listing_closed_at = at
        lifecycle.record(row, kind, before=before, actor=actor)
    return row
