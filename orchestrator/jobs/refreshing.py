"""A known job seen again: what its posting says now is taken over, and what it said is kept.

The owner's words stand before a source's. What an application was sent for stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from orchestrator import leases, lifecycle
from orchestrator.jobs import facts
from orchestrator.jobs.arrivals import Arrival
from orchestrator.lifecycle import IllegalTransition, Status
from orchestrator.models import Job, PostingVersion

SENT = (Status.APPLIED, Status.IN_PROGRESS)
# Set beside the description they belong to, never by themselves.
BESIDE = ("description_html", "hidden_text", "description_truncated")
KEPT = 5


def refresh(job: Job, arrival: Arrival, *, actor: str, at: datetime) -> tuple[Job, tuple[str, ...]]:
    """The job as it is now, with the names of what changed."""
    changes = _news(job, arrival)
    if not changes:
        return job, ()
    if job.status in SENT:
        _keep(job, arrival, _worded(changes), at=at, is_newer=True)
        return job, ()
    beside = {name: changes.pop(name) for name in BESIDE if name in changes}
    former = _worded({name: getattr(job, name) for name in changes})

    def then(row: Job, changed: frozenset[str]) -> None:
        _keep(row, arrival, {name: former[name] for name in changed & set(former)}, at=at)
        if "description" in changed:
            Job.objects.filter(pk=row.pk).update(**beside)

    return facts.edit(job, changes, actor=editor(actor), then=then), tuple(sorted(changes))


def relist(job: Job, *, at: datetime) -> Job:
    """A source shows again what the sweeper had expired; the owner's own expiry stands."""
    still_open = job.deadline_at is None or job.deadline_at >= at.date()
    if job.status == Status.EXPIRED and job.expired_by == "sweeper" and still_open:
        with suppress(IllegalTransition, leases.Superseded):
            job, _ = lifecycle.move(job, "relist", actor="pipeline")
    return job


def _news(job: Job, arrival: Arrival) -> dict[str, Any]:
    """What the posting says differently; it never erases, and never beats the owner."""
    columns = arrival.columns
    said = {
        name: value
        for name, value in columns.items()
        if value not in (None, "", {}) and name not in job.owner_edited and name not in BESIDE
    }
    if "extras" in said:
        said["extras"] = {**job.extras, **said["extras"]}
    # An amount typed by the owner is worth more than its parts read from somewhere else.
    if {"salary_min", "salary_max", "salary"} & set(job.owner_edited):
        said = {name: value for name, value in said.items() if not name.startswith("salary")}
    changes = {name: value for name, value in said.items() if getattr(job, name) != value}
    if "description" in changes:
        changes |= {name: columns[name] for name in BESIDE}
    return changes


def _keep(
    job: Job, arrival: Arrival, values: Mapping[str, Any], *, at: datetime, is_newer: bool = False
) -> None:
    """One more version, the last five in all; `is_newer`: said now, of a job that was sent."""
    versions = PostingVersion.objects.filter(job=job).order_by("-at", "-pk")
    latest = versions.first()
    if not values or (is_newer and latest and latest.is_newer and latest.values == values):
        return
    source = arrival.keys.source
    versions.create(job=job, at=at, source=source, is_newer=is_newer, values=dict(values))
    versions.filter(pk__in=list(versions.values_list("pk", flat=True)[KEPT:])).delete()


def _worded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if name not in BESIDE
    }


def editor(actor: str) -> str:
    # An import is a source speaking; as the owner's own edit it would be protected from the next.
    return "pipeline" if actor in ("user", "admin") else actor
