"""How fast employers answered this owner so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from orchestrator.models import Job, StageEvent, User
from orchestrator.tracking import responses
from orchestrator.tracking.derive import place
from orchestrator.tracking.responses import Told
from orchestrator.tracking.silence import Times
from orchestrator.tracking.stages import SENT


@dataclass(frozen=True)
class Course:
    """One application: where it came from, when it began, what was told of it since. `latest`:
    the counting step that it stands at.
    """

    source: str
    started_at: datetime
    outcome: str | None
    closed_at: datetime | None
    steps: tuple[Told, ...]
    latest: tuple[str, datetime] | None

    @property
    def responded_at(self) -> datetime | None:
        return responses.first(self.steps, outcome=self.outcome, closed_at=self.closed_at)


@dataclass(frozen=True)
class Courses:
    by_job: Mapping[UUID, Course]

    def of(self, job_id: UUID) -> Course | None:
        return self.by_job.get(job_id)

    @cached_property
    def times(self) -> Times:
        """Source → days until the first response."""
        kept: dict[str, list[float]] = defaultdict(list)
        for course in self.by_job.values():
            if (answered := course.responded_at) is not None:
                kept[course.source].append(responses.days(course.started_at, answered))
        return kept


def courses(owner: User, *, among: QuerySet[Job] | None = None) -> Courses:
    """Every application's present round, or those `among` alone, by one query."""
    steps: dict[UUID, list[Told]] = defaultdict(list)
    latest: dict[UUID, tuple[tuple[int, UUID], str, datetime]] = {}
    about = {}
    for job_id, pk, stage, at, outcome, is_note, *job in _rows(owner, among):
        steps[job_id].append(Told(stage, at, outcome))
        about[job_id] = job
        stands = (place(at, pk), stage, at)
        if not is_note and (job_id not in latest or stands > latest[job_id]):
            latest[job_id] = stands
    return Courses({
        job_id: _course(about[job_id], told, latest.get(job_id)) for job_id, told in steps.items()
    })  # fmt: skip


def _course(
    about: Sequence[Any],
    told: Sequence[Told],
    latest: tuple[tuple[int, UUID], str, datetime] | None,
) -> Course:
    source, applied_at, outcome, closed_at = about
    started_at = applied_at or min(step.at for step in told)
    stands = latest[1:] if latest else None
    return Course(source, started_at, outcome, closed_at, tuple(told), stands)


def _rows(owner: User, among: QuerySet[Job] | None) -> Iterable[tuple[Any, ...]]:
    live = StageEvent.objects.filter(removed_at=None, undone_at=None, round=F("job__round"))
    own = live.filter(job__owner=owner, job__status__in=SENT, job__primary=None).order_by()
    if among is not None:
        own = own.filter(job__in=among)
    about = ("source", "applied_at", "outcome", "closed_at")
    return own.values_list(
        "job_id", "id", "to_stage", "occurred_at", "outcome", "is_note",
        *(f"job__{name}" for name in about),
    )  # fmt: skip
