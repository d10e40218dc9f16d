"""A job put aside until later: the status stays, the lists of open jobs leave it out until then.

Nothing wakes a job: every list compares the moment with now. Any move of the status ends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator import lifecycle, preferences
from orchestrator.lifecycle import NotUndoable, Status
from orchestrator.models import Job, JobEvent, User
from orchestrator.moves import moment

SNOOZED, WOKEN = "job.snoozed", "job.woken"
KINDS = (SNOOZED, WOKEN)
OPEN = (Status.DISCOVERED, Status.READY)
LONGEST = timedelta(days=366)
PAST = "Choose a moment that is still to come."
FAR = "Choose a day within a year."
CLOSES = "It closes today, so it was not put aside. Decide now, or change its deadline."


@dataclass(frozen=True)
class Counts:
    """How many jobs stand in each state, how many of those are put aside, and how many closed."""

    by_status: Mapping[str, int]
    snoozed: Mapping[str, int]
    closed: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    def of(self, statuses: Sequence[str], *, awake: bool = True) -> int:
        every = sum(self.by_status[one] for one in statuses)
        return every - self.asleep(statuses) if awake else every

    def asleep(self, statuses: Sequence[str]) -> int:
        return sum(self.snoozed[one] for one in statuses)


def counted(owner: User) -> Counts:
    """Rows that are one job count once."""
    later = Count("status", filter=Q(snoozed_until__gt=timezone.now()))
    over = Count("status", filter=Q(closed_at__isnull=False))
    rows = owner.jobs.primaries().order_by().values_list("status")
    every, asleep, closed = (dict.fromkeys(Status.values, 0) for _ in range(3))
    for status, *found in rows.annotate(n=Count("*"), later=later, over=over):
        every[status], asleep[status], closed[status] = found
    return Counts(every, asleep, closed)


def morning(day: date, zone: ZoneInfo) -> datetime:
    """When `day` begins for its owner. Raises Invalid for a day no calendar reaches."""
    try:
        return datetime.combine(day, time(), tzinfo=zone).astimezone(zone)
    except OverflowError as far:
        raise Invalid({"until": [FAR]}) from far


def snooze(job: Job, until: datetime, *, actor: str) -> tuple[Job, JobEvent | None]:
    """Put it aside until then, or until its deadline begins; a repeat changes nothing.

    Raises Refused unless it is discovered or Ready, and Invalid for a moment that cannot be.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        return row, snooze_step(row, until, actor=actor)


def snooze_step(row: Job, until: datetime, *, actor: str) -> JobEvent | None:
    """The same for a row that was just read; the caller holds a transaction."""
    if row.status not in OPEN:
        raise Refused("status_conflict", status=row.status, allowed=list(OPEN))
    wanted = fitting(row, until, now=timezone.now())
    if row.snoozed_until == wanted:
        return None
    return _put(row, wanted, kind=SNOOZED, change="snoozed", actor=actor)


def fitting(row: Job, until: datetime, *, now: datetime) -> datetime:
    """Not in the past, not for ever, and no later than the morning of its last day."""
    if until <= now:
        raise Invalid({"until": [PAST]})
    if until > now + LONGEST:
        raise Invalid({"until": [FAR]})
    zone = preferences.of(row.owner).zone()
    closes = row.deadline_at
    if closes is None or closes == row.exempt_deadline or closes < now.astimezone(zone).date():
        return until
    last = morning(closes, zone)
    if last <= now:
        raise Invalid({"until": [CLOSES]})
    return min(until, last)


def wake(job: Job, *, actor: str) -> tuple[Job, JobEvent | None]:
    """Back into its list at once; one that is awake stays as it is."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        return row, wake_step(row, actor=actor)


def wake_step(row: Job, *, actor: str) -> JobEvent | None:
    if not row.is_snoozed(at=timezone.now()):
        return None
    return _put(row, None, kind=WOKEN, change="woken", actor=actor)


def take_back(job: Job, event_id: UUID, *, actor: str) -> Job:
    """As it was before that event. Raises NotUndoable when it is old, or not the last one."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        back_step(row, event_id, actor=actor)
        return row


def back_step(row: Job, event_id: UUID, *, actor: str) -> None:
    last = (row.events.moves() | row.events.filter(kind__in=KINDS)).order_by("-seq").first()
    too_old = last is None or last.at < timezone.now() - lifecycle.UNDO_WINDOW
    if last is None or too_old or last.pk != event_id or last.data.get("change") == "undone":
        raise NotUndoable("not_undoable")
    was = moment(last.data.get("was"))
    _put(row, was, kind=SNOOZED if was else WOKEN, change="undone", actor=actor)


def _put(row: Job, until: datetime | None, *, kind: str, change: str, actor: str) -> JobEvent:
    before, was = lifecycle.snapshot(row), row.snoozed_until
    data = {
        "change": change,
        "until": until and until.isoformat(),
        "was": was and was.isoformat(),
    }
    row.snoozed_until = until
    return lifecycle.record(row, kind, before=before, actor=actor, context={"data": data})
