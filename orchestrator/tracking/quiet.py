"""Open applications nothing was heard of, and since when.

A silence begins with the last that was heard or done: a step, a mail, an interview, a follow-up
that was ticked off. With a follow-up to do or an interview to come there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from orchestrator.models import (
    FollowUp,
    InboundMessage,
    Interview,
    Job,
    StageEvent,
    ToDo,
    User,
)
from orchestrator.tracking import silence
from orchestrator.tracking.stages import SENT

COLUMNS = ("owner_id", "title", "employer", "source", "status", "applied_at", "closed_at",
           "discovered_at", "round", "follow_up")  # fmt: skip
HEARD = ("stepped_at", "mailed_at", "met_at", "written_at")


@dataclass(frozen=True)
class Quiet:
    """`met_at`: when somebody was last met; `said` is what the owner said to a suggestion."""

    job: Job
    since: datetime
    met_at: datetime | None
    said: FollowUp | None

    def days(self, now: datetime) -> int:
        return silence.whole_days(now - self.since)

    def is_snoozed(self, now: datetime) -> bool:
        """A silence that began later than what was said is another one."""
        said = self.said
        if said is None or said.silent_since < self.since or said.snoozed_until is None:
            return False
        return said.snoozed_until > now

    @property
    def dismissed_at(self) -> datetime | None:
        return (
            self.said.dismissed_at if self.said and self.said.silent_since >= self.since else None
        )


def found(jobs: QuerySet[Job], *, now: datetime) -> list[Quiet]:
    """By one query, with what each silence is measured from."""
    own = {"job": OuterRef("pk"), "removed_at": None}
    to_write = ToDo.objects.filter(**own, kind="follow_up", is_completed=False)
    to_come = Interview.objects.filter(**own, scheduled_at__gt=now).exclude(outcome="cancelled")
    waiting = jobs.filter(~Exists(to_write), ~Exists(to_come), status__in=SENT, closed_at=None)
    return [_quiet(row) for row in _measured(waiting)]


def newest(owner: User, *, most: int) -> QuerySet[Job]:
    """The open applications that were sent last, at most so many of each status."""
    return owner.jobs.filter(_latest_of(owner.jobs.filter(closed_at=None), most=most))


def sent(owner: User, *, most: int) -> QuerySet[Job]:
    """The same with those that are closed."""
    return owner.jobs.filter(_latest_of(owner.jobs.all(), most=most))


def _latest_of(jobs: QuerySet[Job], *, most: int) -> Q:
    """By one index for each status, which is left as soon as there are enough."""
    among = Q()
    for status in SENT:
        rows = jobs.filter(status=status, primary=None).order_by("-applied_at", "-id")
        among |= Q(pk__in=rows.values("pk")[:most])
    return among


def since(job: Job) -> datetime:
    """When its silence began, whatever is planned."""
    return _quiet(_measured(job.owner.jobs.filter(pk=job.pk)).get()).since


def _measured(jobs: QuerySet[Job]) -> QuerySet[Job]:
    own = {"job": OuterRef("pk")}
    steps = StageEvent.objects.filter(
        **own, round=OuterRef("round"), removed_at=None, undone_at=None
    )
    dates = Interview.objects.filter(**own, removed_at=None).exclude(outcome="cancelled")
    written = ToDo.objects.filter(**own, kind="follow_up", is_completed=True, removed_at=None)
    return (
        jobs.select_related("follow_up")
        .only(*COLUMNS)
        .annotate(
            stepped_at=_latest(steps, "occurred_at"),
            mailed_at=_latest(InboundMessage.objects.filter(**own), "received_at"),
            met_at=_latest(dates, "scheduled_at"),
            written_at=_latest(written, "updated_at"),
        )
    )


def _latest(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by().values("job").annotate(at=Max(column)).values("at"))


def _quiet(row: Job) -> Quiet:
    began = row.applied_at or row.discovered_at
    heard = [moment for name in HEARD if (moment := getattr(row, name)) is not None]
    met_at = vars(row)["met_at"]
    return Quiet(row, max([began, *heard]), met_at, getattr(row, "follow_up", None))
