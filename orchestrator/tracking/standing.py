"""Where every application stands and what is next for it, read for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from orchestrator.models import InboundMessage, Interview, Job, StageEvent, ToDo, User
from orchestrator.tracking.derive import place

COLUMNS = ("id", "owner_id", "title", "employer", "source", "status", "outcome",
           "applied_at", "closed_at", "discovered_at")  # fmt: skip
CLOSED = "closed"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Pending:
    """Mails that wait for a decision and are suggested to one job, or to none."""

    job_id: UUID | None
    title: str
    employer: str
    count: int


@dataclass(frozen=True)
class Application:
    """`stage` is where it stands since `since`. `todo` and `interview`: the next of each."""

    job: Job
    stage: str
    since: datetime
    todo: ToDo | None
    interview: Interview | None
    mails: int


def applications(
    owner: User, *, closed_since: datetime | None, mails: Iterable[Pending], now: datetime
) -> list[Application]:
    """Open ones, and those closed since then (None: all), by four queries."""
    sent = owner.jobs.primaries().sent()
    recent = Q(closed_at=None) | Q(closed_at__gte=closed_since) if closed_since else Q()
    latest = _latest(owner)
    todos = first(open_todos(owner))
    dates = first(coming(owner, now=now))
    waiting = {one.job_id: one.count for one in mails}
    return [
        Application(
            job, *_stands(job, latest), todos.get(job.pk), dates.get(job.pk), waiting.get(job.pk, 0)
        )
        for job in sent.filter(recent).only(*COLUMNS)
    ]


def stage_of(job: Job) -> str:
    """The lane of one job."""
    steps = job.stages.filter(round=job.round, removed_at=None, undone_at=None, is_note=False)
    found = sorted(
        (place(at, pk), stage)
        for at, pk, stage in steps.values_list("occurred_at", "id", "to_stage")
    )
    return CLOSED if job.closed_at else found[-1][1] if found else "applied"


def pending(owner: User) -> list[Pending]:
    """Mails to review, by job."""
    rows = InboundMessage.objects.filter(owner=owner, status="pending_user").order_by()
    about = ("suggested", "suggested__title", "suggested__employer")
    found = rows.values_list(*about).annotate(n=Count("pk")).order_by("-n", "suggested")
    return [Pending(pk, title or "", employer or "", n) for pk, title, employer, n in found]


def open_todos(owner: User) -> QuerySet[ToDo]:
    """The most pressing first, undated ones last."""
    rows = ToDo.objects.filter(job__owner=owner, is_completed=False, removed_at=None)
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")


def overdue(owner: User, *, now: datetime) -> QuerySet[ToDo]:
    return open_todos(owner).filter(due_at__lte=now)


def coming(owner: User, *, now: datetime, until: datetime | None = None) -> QuerySet[Interview]:
    """Interviews ahead, the next first."""
    rows = Interview.objects.filter(job__owner=owner, removed_at=None, scheduled_at__gt=now)
    rows = rows.exclude(outcome="cancelled").order_by("scheduled_at", "id")
    return rows.filter(scheduled_at__lte=until) if until else rows


def first(rows: Iterable[Any]) -> Mapping[UUID, Any]:
    """The first row of each job."""
    found: dict[UUID, Any] = {}
    for row in rows:
        found.setdefault(row.job_id, row)
    return found


def _latest(owner: User) -> Mapping[UUID, tuple[str, datetime]]:
    """Each application's last counting step."""
    live = StageEvent.objects.filter(removed_at=None, undone_at=None, is_note=False)
    own = live.filter(job__owner=owner, job__closed_at=None, round=F("job__round"))
    rows = own.filter(job__status__in=("applied", "in_progress")).order_by()
    found: dict[UUID, tuple[Any, str, datetime]] = {}
    for job_id, pk, stage, at in rows.values_list("job_id", "id", "to_stage", "occurred_at"):
        if job_id not in found or place(at, pk) > found[job_id][0]:
            found[job_id] = (place(at, pk), stage, at)
    return {job_id: (stage, at) for job_id, (_, stage, at) in found.items()}


def _stands(job: Job, latest: Mapping[UUID, tuple[str, datetime]]) -> tuple[str, datetime]:
    if job.closed_at is not None:
        return CLOSED, job.closed_at
    return latest.get(job.pk) or ("applied", job.applied_at or job.discovered_at or timezone.now())
