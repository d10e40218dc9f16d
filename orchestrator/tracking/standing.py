"""Where every application stands and what is next for it, read for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from orchestrator.models import InboundMessage, Interview, Job, ToDo, User, of_owner
from orchestrator.tracking.derive import place
from orchestrator.tracking.experience import Course, Courses

COLUMNS = ("id", "title", "employer", "source", "outcome", "applied_at", "closed_at",
           "discovered_at")  # fmt: skip
CLOSED = "closed"
# Of equally many those without a job first, whatever the database does with what is missing.
MOST_FIRST = ("-n", F("suggested").asc(nulls_first=True))
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Pending:
    """Mails that wait for a decision and are suggested to one job, or to none."""

    job_id: UUID | None
    title: str
    employer: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """What waits for the owner, on whichever job: the most pressing to-do, the next date first."""

    todos: tuple[ToDo, ...]
    dates: tuple[Interview, ...]
    mails: tuple[Pending, ...]


@dataclass(frozen=True)
class Application:
    """`stage` is where it stands since `since`. `todo` and `date`: the next of each."""

    id: UUID
    title: str
    employer: str
    source: str
    outcome: str | None
    stage: str
    since: datetime
    todo: ToDo | None
    date: Interview | None
    mails: int


def waiting(owner: User, *, now: datetime) -> Waiting:
    """By three queries."""
    # The state machine reads the status of every job it meets.
    named = ("job__title", "job__employer", "job__status")
    todos = open_todos(owner).select_related("job")
    dates = coming(owner, now=now).select_related("job")
    return Waiting(
        tuple(todos.only("job", "title", "due_at", *named)),
        tuple(dates.only("job", "scheduled_at", "kind", "is_all_day", "zone", *named)),
        tuple(pending(owner)),
    )


def applications(
    owner: User, found: Waiting, courses: Courses, *, closed_since: datetime | None
) -> list[Application]:
    """Open ones, and those closed since then (None: all), by one query."""
    recent = Q(closed_at=None) | Q(closed_at__gte=closed_since) if closed_since else Q()
    rows = owner.jobs.primaries().sent().filter(recent).order_by().values_list(*COLUMNS)
    todos, dates = first(found.todos), first(found.dates)
    mails = {one.job_id: one.count for one in found.mails}
    return [
        Application(
            pk, title, employer, source, outcome,
            *_stands(courses.of(pk), closed_at=closed_at, began_at=applied_at or discovered_at),
            todos.get(pk), dates.get(pk), mails.get(pk, 0),
        )
        for pk, title, employer, source, outcome, applied_at, closed_at, discovered_at in rows
    ]  # fmt: skip


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
    found = rows.values_list(*about).annotate(n=Count("pk")).order_by(*MOST_FIRST)
    return [Pending(pk, title or "", employer or "", n) for pk, title, employer, n in found]


def open_todos(owner: User) -> QuerySet[ToDo]:
    """The most pressing first, undated ones last."""
    rows = ToDo.objects.filter(of_owner(owner), is_completed=False, removed_at=None)
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")


def coming(owner: User, *, now: datetime) -> QuerySet[Interview]:
    """Interviews ahead, the next first."""
    rows = Interview.objects.filter(of_owner(owner), removed_at=None, scheduled_at__gt=now)
    return rows.exclude(outcome="cancelled").order_by("scheduled_at", "id")


def first(rows: Iterable[Any]) -> Mapping[UUID, Any]:
    """The first row of each job."""
    found: dict[UUID, Any] = {}
    for row in rows:
        found.setdefault(row.job_id, row)
    return found


def _stands(
    course: Course | None, *, closed_at: datetime | None, began_at: datetime
) -> tuple[str, datetime]:
    if closed_at is not None:
        return CLOSED, closed_at
    return (course and course.latest) or ("applied", began_at)
