"""Interviews as lists and panels show them: one line each, on the owner's clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils import timezone

from jobops.lib.days import short_weekday
from jobops.lib.words import say
from orchestrator.models import Interview, Job
from orchestrator.templatetags.ui import clock, day
from orchestrator.tracking import interviews
from orchestrator.tracking.interview_rows import KINDS, OUTCOMES

STATES = {"pass": "good", "fail": "", "cancelled": "warn"}


@dataclass(frozen=True)
class Dated:
    """`state`: how it went, once somebody said so; `asks`: it is over and nobody said."""

    id: str
    url: str
    title: str
    when: str
    until: str
    where: str
    state: str
    state_kind: str
    asks: bool
    is_over: bool
    clashes: bool


def of(job: Job, *, rows: Iterable[Interview]) -> tuple[Dated, ...]:
    """All of a job, those to come first. `rows`: what it has, removed ones too."""
    known = interviews.in_order(rows)
    beside = interviews.overlaps(known, owner=job.owner)
    now = timezone.now()
    found = [dated(row, clashing=beside[row.pk], now=now) for row in known]
    return tuple(sorted(found, key=lambda one: one.is_over))


def ahead(job: Job, *, rows: Iterable[Interview] | None = None) -> tuple[Dated, ...]:
    """What is to come, or is over without anybody having said how it went. `rows`: those of the
    job, removed ones too, where they were read already.
    """
    known = interviews.of(job) if rows is None else interviews.in_order(rows)
    waiting = [row for row in known if row.outcome == "pending"]
    if not waiting:
        return ()
    beside = interviews.overlaps(waiting, owner=job.owner)
    now = timezone.now()
    return tuple(dated(row, clashing=beside[row.pk], now=now) for row in waiting)


def dated(row: Interview, *, clashing: Collection[Interview], now: datetime) -> Dated:
    over = interviews.ends(row) <= now
    return Dated(
        id=str(row.pk),
        url=address(row),
        title=KINDS[row.kind],
        when=when(row),
        until="" if row.is_all_day else length(row.minutes),
        where=row.location or host(row.link),
        state="" if row.outcome == "pending" else OUTCOMES[row.outcome],
        state_kind=STATES.get(row.outcome, ""),
        asks=over and row.outcome == "pending",
        is_over=over,
        clashes=bool(clashing) and not over,
    )


def address(row: Interview) -> str:
    return f"/job/{row.job_id}/interviews/{row.pk}"


def when(row: Interview) -> str:
    """ "Mon 1 Mar, 14:00" on the owner's clock; a whole day has no hour."""
    if row.is_all_day:
        date = row.scheduled_at.astimezone(ZoneInfo(row.zone)).date()
        return f"{short_weekday(date)} {day(date)}"
    return f"{short_weekday(timezone.localtime(row.scheduled_at))} {clock(row.scheduled_at)}"


def there(row: Interview) -> str:
    """The same on the clock of the interview's own zone, where that shows another hour."""
    local = row.scheduled_at.astimezone(ZoneInfo(row.zone))
    same = local.utcoffset() == timezone.localtime(row.scheduled_at).utcoffset()
    return (
        ""
        if same or row.is_all_day
        else say("{local} in {zone}", local=f"{local:%H:%M}", zone=row.zone)
    )


def length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = (f"{hours} h" if hours else "", say("{rest} min", rest=rest) if rest else "")
    return " ".join(part for part in parts if part)


def host(link: str) -> str:
    return urlsplit(link).hostname or "" if link else ""


def ends_at(row: Interview) -> str:
    """The hour at which it ends, on the owner's clock."""
    end = timezone.localtime(row.scheduled_at + timedelta(minutes=row.minutes))
    return f"{end:%H:%M}"
