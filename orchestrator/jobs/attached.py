"""How much is kept beside a job."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from jobops.lib.once import once
from orchestrator.models import InboundMessage, Job


class Counts(NamedTuple):
    notes: int
    documents: int
    answers: int
    letters: int
    contacts: int
    emails: int
    packets: int
    interviews: int


def counts(job: Job) -> Counts:
    """One query; each relation is counted for itself, so that none multiplies another. Interviews
    with those that were removed, whose lines stay.
    """
    return once(("counts", job.pk), lambda: _counts(job))


def _counts(job: Job) -> Counts:
    living = {name: Q(**{f"{name}__removed_at": None}) for name in ("notes", "contacts")}
    rows = {"emails": "mails"}
    counted: dict[str, Any] = {
        f"n_{name}": _count(rows.get(name, name), living.get(name)) for name in Counts._fields
    }
    counted["n_emails"] = counted["n_emails"] + waiting()
    return Counts(*Job.objects.filter(pk=job.pk).annotate(**counted).values_list(*counted)[0])


def waiting() -> Coalesce:
    """Mails that may be about it, and wait for a decision."""
    mine = InboundMessage.objects.filter(suggested=OuterRef("pk"), status="pending_user")
    return Coalesce(
        Subquery(mine.order_by().values("suggested").annotate(n=Count("pk")).values("n")), 0
    )


def _count(name: str, only: Q | None) -> Subquery:
    mine = Job.objects.filter(pk=OuterRef("pk")).order_by()
    return Subquery(mine.annotate(n=Count(name, filter=only)).values("n"))
