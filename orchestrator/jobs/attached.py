"""How much is kept beside a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django.db.models import Count, ForeignObjectRel, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jobops.lib.once import once
from orchestrator.models import InboundMessage, Job

# Where the name of a relation is another, and what of it counts.
ROWS: Mapping[str, str] = {"emails": "mails"}
LIVING: Mapping[str, Mapping[str, Any]] = {
    "notes": {"removed_at": None}, "contacts": {"removed_at": None},
}  # fmt: skip


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
    counted: dict[str, Any] = {
        f"n_{name}": _count(ROWS.get(name, name), **LIVING.get(name, {})) for name in Counts._fields
    }
    counted["n_emails"] = counted["n_emails"] + waiting()
    return Counts(*Job.objects.filter(pk=job.pk).annotate(**counted).values_list(*counted)[0])


def waiting() -> Coalesce:
    """Mails that may be about it, and wait for a decision."""
    mine = InboundMessage.objects.filter(suggested=OuterRef("pk"), status="pending_user")
    return _number(mine, "suggested")


def _count(name: str, **only: Any) -> Coalesce:
    """Without the table of jobs inside, whose hundred columns take longer to spell than to read."""
    relation = cast(ForeignObjectRel, Job._meta.get_field(name))
    mine, column = relation.related_model, relation.field.name
    return _number(mine._default_manager.filter(**{column: OuterRef("pk")}, **only), column)


def _number(rows: QuerySet[Any], column: str) -> Coalesce:
    counted = rows.order_by().values(column).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
