"""The one way in for postings, whatever their door: a new job, or a known one refreshed.

A known job keeps its status, its timeline, its PDF and every text the owner wrote.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jobops import logs
from jobops.lib.dates import parse_deadline
from orchestrator import leases, lifecycle
from orchestrator.jobs import facts, identity
from orchestrator.jobs.columns import columns
from orchestrator.lifecycle import IllegalTransition, Status
from orchestrator.models import Job, User
from orchestrator.sources.posting import Posting

Outcome = Literal["created", "refreshed", "unchanged", "duplicate"]
# What an application was sent for stays as it was when it was sent.
SENT = (Status.APPLIED, Status.IN_PROGRESS)
# Set beside the description they belong to, never by themselves.
BESIDE = ("description_html", "hidden_text", "description_truncated")


@dataclass(frozen=True)
class Added:
    """`duplicate`: address and source id belong to two different jobs, so neither was touched."""

    job: Job
    outcome: Outcome
    changed: tuple[str, ...] = ()


def add(owner: User, posting: Posting, *, actor: str, at: datetime | None = None) -> Added:
    """Store `posting` as a job of `owner`, or refresh the job it already is."""
    moment = at or timezone.now()
    known = _known(owner, posting)
    if not known:
        try:
            with transaction.atomic():
                job = _create(owner, posting, actor=actor, at=moment)
                return Added(job, "created")
        except IntegrityError:
            known = _known(owner, posting)  # somebody else was a moment faster
            if not known:
                raise
    if len(known) > 1:
        return Added(known[0], "duplicate")
    return _refresh(known[0], posting, actor=actor, at=moment)


def _known(owner: User, posting: Posting) -> list[Job]:
    keys = identity.keys(
        posting.job_url, source=posting.source, source_job_id=posting.source_job_id
    )
    same = Q(canonical_url=keys.url)
    if keys.source_job_id:
        same |= Q(source=keys.source, source_job_id=keys.source_job_id)
    return list(Job.objects.filter(same, owner=owner).order_by("discovered_at")[:2])


def _create(owner: User, posting: Posting, *, actor: str, at: datetime) -> Job:
    values = columns(posting, at=at)
    keys = identity.keys(
        posting.job_url, source=posting.source, source_job_id=posting.source_job_id
    )
    job: Job = Job(
        owner=owner,
        source=keys.source,
        source_job_id=keys.source_job_id,
        job_url=posting.job_url,
        canonical_url=keys.url,
        deadline_at=parse_deadline(posting.deadline or "", today=at.date()),
        discovered_at=at,
        created_at=at,
        updated_at=at,
        last_seen_at=at,
        **values,
    )
    job.inputs = job.inputs_now()
    job.save(force_insert=True)
    job.events.write(
        job,
        "job.created",
        from_status=job.status,
        actor=actor,
        at=at,
        ids=logs.current(),
        data={"source": job.source},
    )
    return job


def _refresh(job: Job, posting: Posting, *, actor: str, at: datetime) -> Added:
    Job.objects.filter(pk=job.pk).update(last_seen_at=at, listing_closed_at=None)
    changes = {} if job.status in SENT else _news(job, posting, at=at)
    if changes:
        beside = {name: changes.pop(name) for name in BESIDE if name in changes}

        def then(row: Job, changed: frozenset[str]) -> None:
            if "description" in changed:
                Job.objects.filter(pk=row.pk).update(**beside)

        job = facts.edit(job, changes, actor=_editor(actor), then=then)
    if actor == "pipeline":
        job = _relist(job, at=at)
    return Added(job, "refreshed" if changes else "unchanged", tuple(sorted(changes)))


def _news(job: Job, posting: Posting, *, at: datetime) -> dict[str, Any]:
    """What the posting says differently; it never erases, and never beats the owner."""
    said = {
        name: value
        for name, value in columns(posting, at=at).items()
        if value not in (None, "", {}) and name not in job.owner_edited and name not in BESIDE
    }
    if "extras" in said:
        said["extras"] = {**job.extras, **said["extras"]}
    # An amount typed by the owner is worth more than its parts read from somewhere else.
    if {"salary_min", "salary_max", "salary"} & set(job.owner_edited):
        said = {name: value for name, value in said.items() if not name.startswith("salary")}
    changes = {name: value for name, value in said.items() if getattr(job, name) != value}
    if "description" in changes:
        changes |= {name: columns(posting, at=at)[name] for name in BESIDE}
    return changes


def _editor(actor: str) -> str:
    # An import is a source speaking; as the owner's own edit it would be protected from the next.
    return "pipeline" if actor in ("user", "admin") else actor


def _relist(job: Job, *, at: datetime) -> Job:
    """A source shows again what the sweeper had expired; the owner's own expiry stands."""
    still_open = job.deadline_at is None or job.deadline_at >= at.date()
    if job.status == Status.EXPIRED and job.expired_by == "sweeper" and still_open:
        with suppress(IllegalTransition, leases.Superseded):
            job, _ = lifecycle.move(job, "relist", actor="pipeline")
    return job
