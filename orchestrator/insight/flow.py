"""What came in and what became of it, week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, F, IntegerField, Q
from django.db.models.functions import Cast

from jobops.lib.words import later_each, number, say
from orchestrator.insight.cohort import Epoch
from orchestrator.insight.figure import Figure
from orchestrator.insight.windows import Window
from orchestrator.models import JobEvent, User

SAID = later_each({
    "discovered": "discovered", "ready": "ready", "applied": "applied", "skipped": "skipped",
    "expired": "expired",
})  # fmt: skip
KINDS = ("discovered", "ready", "applied", "skipped", "expired")
# In seconds; every midnight of the world falls on one.
QUARTER = 900


def flow(owner: User, window: Window) -> Figure:
    """By one query: quarters of hours are counted there, because weeks are the owner's."""
    weeks: dict[date, Counter[str]] = defaultdict(Counter)
    for quarter, kind, status, count in _counted(owner, window):
        at = datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(window.zone).date()
        name = "discovered" if kind == "job.created" else status
        weeks[at - timedelta(days=at.weekday())][name] += count
    first = min(weeks, default=window.last - timedelta(days=window.last.weekday()))
    last = max(weeks, default=first)
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    totals = {kind: sum(week[kind] for week in weeks.values()) for kind in KINDS}
    return Figure(
        key="flow",
        title=say("Flow"),
        definition=say(
            "How many jobs became discovered, ready, applied, skipped or expired in each "
            "week, by their history. A job counts each time it moves; what was undone "
            "stays counted."
        ),
        n=sum(totals.values()),
        said=", ".join(f"{number(count)} {SAID[kind]}" for kind, count in totals.items()) + ".",
        columns=("week", *KINDS),
        rows=tuple((day.isoformat(), *(weeks[day][kind] for kind in KINDS)) for day in mondays),
    )


def _counted(owner: User, window: Window) -> list[tuple[int, str, str, int]]:
    moved = Q(to_status__in=KINDS[1:]) & ~Q(from_status=F("to_status"))
    sent = moved & ~Q(to_status="applied", from_status="in_progress")
    rows = JobEvent.objects.filter(Q(kind="job.created") | sent, owner=owner, at__lt=window.ends)
    if window.begins:
        rows = rows.filter(at__gte=window.begins)
    kept = rows.exclude(kind="job.undone").order_by()
    quarter = Cast(Epoch("at") / QUARTER, IntegerField())
    grouped = kept.values("kind", "to_status").annotate(quarter=quarter, n=Count("pk"))
    return list(grouped.values_list("quarter", "kind", "to_status", "n"))
