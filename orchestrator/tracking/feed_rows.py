"""Where the dates of a feed come from: one query for each kind that is switched on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestrator.lifecycle import Status
from orchestrator.models import Interview, ToDo, User, of_owner
from orchestrator.preferences import Preferences
from orchestrator.tracking import followups
from orchestrator.tracking.feed_entries import AHEAD, BEFORE, DAY, Entry, within
from orchestrator.tracking.interview_rows import KINDS

SENDABLE = (Status.DISCOVERED, Status.PROCESSING, Status.READY)
TODO_LENGTH = timedelta(minutes=15)


def entries(owner: User, mine: Preferences, *, now: datetime) -> list[Entry]:
    """All that is shown, as it is shown."""
    zone, shown = mine.zone(), mine["calendarShows"]
    every = [one for kind in shown for one in SOURCES[kind](owner, zone, now)]
    found = within(every, today=now.astimezone(zone).date())
    return [one.hidden() for one in found] if mine["calendarPrivate"] else found


def interviews(owner: User, zone: ZoneInfo, now: datetime) -> Iterator[Entry]:
    dates = (now - BEFORE - DAY, now + AHEAD + DAY)
    rows = Interview.objects.filter(of_owner(owner), removed_at=None, scheduled_at__range=dates)
    for row in rows.values_list(
        "pk", "job_id", "job__title", "job__employer", "kind", "scheduled_at", "minutes", "zone",
        "is_all_day", "location", "link", "people", "outcome", named=True,
    ):  # fmt: skip
        day = row.scheduled_at.astimezone(ZoneInfo(row.zone)).date()
        yield Entry(
            "interview",
            str(row.pk),
            starts=day if row.is_all_day else row.scheduled_at,
            ends=day + DAY if row.is_all_day else row.scheduled_at + timedelta(minutes=row.minutes),
            title=f"{KINDS[row.kind]}: {_about(row.job__title, row.job__employer)}",
            details=(f"With {row.people}" if row.people else "", row.link),
            location=row.location or row.link,
            link=row.link,
            path=f"/job/{row.job_id}/interviews/{row.pk}",
            is_cancelled=row.outcome == "cancelled",
            busy=not row.is_all_day,
        )


def todos(owner: User, zone: ZoneInfo, now: datetime) -> Iterator[Entry]:
    dates = (now - BEFORE - DAY, now + AHEAD + DAY)
    rows = ToDo.objects.filter(of_owner(owner), removed_at=None, is_completed=False)
    columns = ("pk", "job_id", "job__title", "job__employer", "title", "due_at")
    for row in rows.filter(due_at__range=dates).values_list(*columns, named=True):
        local = row.due_at.astimezone(zone)
        whole = local.time() == time.min
        yield Entry(
            "todo",
            str(row.pk),
            starts=local.date() if whole else row.due_at,
            ends=local.date() + DAY if whole else row.due_at + TODO_LENGTH,
            title=f"To do: {row.title}",
            details=(_about(row.job__title, row.job__employer),),
            path=f"/job/{row.job_id}/timeline",
        )


def follow_ups(owner: User, zone: ZoneInfo, now: datetime) -> Iterator[Entry]:
    """On the day on which the silence became unusual."""
    for one in followups.suggested(owner, now=now):
        since = one.silent_since.astimezone(zone).date()
        day = since + timedelta(days=one.threshold_days + 1)
        word = "Close it?" if one.kind == "close" else "Follow up:"
        yield Entry(
            "follow-up",
            str(one.job.pk),
            starts=day,
            ends=day + DAY,
            title=f"{word} {_about(one.job.title, one.job.employer)}",
            details=(f"Nothing was heard since {since:%-d %B %Y}.",),
            path=f"/job/{one.job.pk}",
        )


def deadlines(owner: User, zone: ZoneInfo, now: datetime) -> Iterator[Entry]:
    today = now.astimezone(zone).date()
    rows = owner.jobs.primaries().filter(
        status__in=SENDABLE, deadline_at__range=(today - BEFORE, today + AHEAD)
    )
    for pk, title, employer, day in rows.values_list("pk", "title", "employer", "deadline_at"):
        assert day is not None
        yield Entry(
            "deadline",
            str(pk),
            starts=day,
            ends=day + DAY,
            title=f"Last day to apply: {_about(title, employer)}",
            path=f"/job/{pk}",
        )


def _about(title: str, employer: str) -> str:
    return f"{title} at {employer}"


SOURCES: Mapping[str, Callable[[User, ZoneInfo, datetime], Iterator[Entry]]] = {
    "interviews": interviews,
    "todos": todos,
    "follow_ups": follow_ups,
    "deadlines": deadlines,
}
