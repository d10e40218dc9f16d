"""How much is kept beside a job."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from orchestrator.models import Job


class Counts(NamedTuple):
    notes: int
    documents: int
    answers: int
    letters: int
    contacts: int
    emails: int
    packets: int


def counts(job: Job) -> Counts:
    """One query; each relation is counted for itself, so that none multiplies another."""
    living = {name: Q(**{f"{name}__removed_at": None}) for name in ("notes", "contacts")}
    rows = {"emails": "mails"}
    counted = {
        f"n_{name}": _count(rows.get(name, name), living.get(name)) for name in Counts._fields
    }
    return Counts(*Job.objects.filter(pk=job.pk).annotate(**counted).values_list(*counted)[0])


def _count(name: str, only: Q | None) -> Subquery:
    mine = Job.objects.filter(pk=OuterRef("pk")).order_by()
    return Subquery(mine.annotate(n=Count(name, filter=only)).values("n"))
