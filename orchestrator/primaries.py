"""Which of several rows that are one job stands for all of them.

Lists show that row alone, a model is asked about it alone, and it alone is made ready by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from orchestrator.models import Job

FURTHEST = ("applied", "in_progress", "ready", "processing", "discovered")


def rank(job: Any) -> tuple[Any, ...]:
    """The lowest stands for the others: furthest along, with an address of the employer, oldest."""
    return (
        _along(job.status),
        not (job.employer_url or job.job_url_direct),
        job.discovered_at,
        job.pk.hex,
    )


def follow(row: Job, before: Mapping[str, Any]) -> None:
    """After a move: a row that got further than its primary takes its place, and one that expired
    gives it up. A primary that moves on keeps it.
    """
    if row.status == before["status"]:
        return
    if row.primary_id is not None:
        leader = type(row)._base_manager.only("pk", "status").get(pk=row.primary_id)
        if _along(row.status) < _along(leader.status):
            lead(row)
    elif row.status == "expired":
        retire([row])


def follow_all(rows: Sequence[Job], befores: Mapping[Any, Mapping[str, Any]]) -> None:
    """The same for many rows that took one step."""
    retire([row for row in rows if row.status == "expired" and row.primary_id is None])
    for row in rows:
        if row.primary_id is not None:
            follow(row, befores[row.pk])


def retire(rows: Sequence[Job], *, gone: bool = False) -> None:
    """These do not count any more: of what they stood for, the best row stands for the rest.

    `gone`: they will not be there at all.
    """
    ids = {row.pk for row in rows}
    if not ids:
        return
    followers: dict[Any, list[Job]] = {}
    columns = ("pk", "owner_id", "status", "primary", "employer_url", "job_url_direct")
    found = type(rows[0])._base_manager.filter(primary_id__in=ids)
    for one in found.only(*columns, "discovered_at"):
        followers.setdefault(one.primary_id, []).append(one)
    for row in rows:
        left = [one for one in followers.get(row.pk, ()) if not (gone and one.pk in ids)]
        best = min(left if gone else [row, *left], key=rank, default=row)
        if best is not row:
            lead(best)


def lead(job: Job) -> None:
    """Let `job` stand for its group; the caller holds a transaction."""
    former = job.primary_id
    if former is None:
        return
    rows = type(job)._base_manager.filter(owner_id=job.owner_id)
    rows.filter(pk=job.pk).update(primary=None)
    rows.filter(_group(former)).exclude(pk=job.pk).update(primary=job)
    job.primary = None
    recount(rows, [job.pk, former])


def recount(rows: QuerySet[Job], leaders: Collection[Any]) -> None:
    """How many rows follow each of `leaders`, written where lists read it."""
    following = rows.filter(primary_id=OuterRef("pk")).order_by().values("primary_id")
    counted = Subquery(following.annotate(n=Count("pk")).values("n"))
    rows.filter(pk__in=leaders).update(followers=Coalesce(counted, 0))


def _along(status: str) -> int:
    return FURTHEST.index(status) if status in FURTHEST else len(FURTHEST)


def _group(primary: Any) -> Q:
    return Q(pk=primary) | Q(primary_id=primary)
