"""What every open page keeps up to date around its content: counts, notices, the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops.lib.once import once
from jobops.lib.words import number, say
from orchestrator.models import (
    InboundMessage,
    Interview,
    Job,
    PipelineRun,
    Tally,
    ToDo,
    User,
    of_owner,
)
from orchestrator.pipeline import board_rows, notices, progress
from orchestrator.tracking import standing


@dataclass(frozen=True)
class RunPill:
    """The run that is in progress, in a few words."""

    url: str
    text: str


@dataclass(frozen=True)
class Pulse:
    """`changes` and `cursor` say how much of the owner's history this page has seen. `news`: what
    something unread is among.
    """

    changes: int
    cursor: str
    ready: int
    fresh: int
    review: int
    due: int
    unread: int
    run: RunPill | None
    seen_at: datetime
    woken_at: datetime | None = None
    news: frozenset[str] = frozenset()

    @property
    def badge(self) -> str:
        return "99+" if self.unread > 99 else str(self.unread)


@dataclass(frozen=True)
class Cursor:
    """A moment in the owner's history: the last event, and the clock for what has no event."""

    seq: int
    at: datetime

    def __str__(self) -> str:
        return f"{self.seq}-{round(self.at.timestamp() * 1000)}"


def pulse(owner: User) -> Pulse:
    """How things stand, by one query, and one more during a run; of a page both are read once."""
    return once(("pulse", owner.pk), lambda: _pulse(owner))


def _pulse(owner: User) -> Pulse:
    now = timezone.now()
    wanted = {
        "ready": ready_count(now), "fresh": fresh_count(), "review": review_count(),
        "late": overdue_count(now), "near": near_count(now), "run": running_run(),
        "woken": woken(now),
    }  # fmt: skip
    found = notices.counted(owner).annotate(**wanted).get()
    news = notices.unread(found)
    return Pulse(
        changes=found.changes,
        cursor=str(Cursor(found.events, now)),
        ready=found.ready,
        fresh=found.fresh,
        review=found.review,
        due=found.late + found.near,
        unread=sum(news.values()),
        news=frozenset(name for name, count in news.items() if count),
        run=run_pill(found.run) if found.run else None,
        seen_at=found.seen,
        woken_at=found.woken,
    )


def ready_count(now: datetime) -> Coalesce:
    ready = Job.objects.ready().awake(at=now)
    own = ready.filter(owner=OuterRef("pk")).order_by().values("owner")
    return Coalesce(Subquery(own.annotate(n=Count("*")).values("n")), 0)


def woken(now: datetime) -> Subquery:
    """When the last snoozed job came back: it does so by itself, and leaves no event."""
    over = Job.objects.filter(owner=OuterRef("pk"), snoozed_until__lte=now)
    return Subquery(over.order_by("-snoozed_until").values("snoozed_until")[:1])


def fresh_count() -> Coalesce:
    """New jobs on the boards of followed companies."""
    new = board_rows.fresh(OuterRef("pk")).order_by().values("board__owner")
    return Coalesce(Subquery(new.annotate(n=Count("pk")).values("n")), 0)


def review_count() -> Coalesce:
    """Mails that wait for a decision."""
    own = InboundMessage.objects.filter(owner=OuterRef("pk"), status="pending_user").order_by()
    return Coalesce(Subquery(own.values("owner").annotate(n=Count("pk")).values("n")), 0)


def overdue_count(now: datetime) -> Coalesce:
    """To-dos whose time has come."""
    due = ToDo.objects.filter(is_completed=False, removed_at=None, due_at__lte=now)
    return _of_their_jobs(due)


def near_count(now: datetime) -> Coalesce:
    """Interviews of the next days."""
    week = (now, now + standing.WEEK)
    near = Interview.objects.filter(removed_at=None, scheduled_at__range=week)
    return _of_their_jobs(near.exclude(outcome="cancelled"))


def _of_their_jobs(rows: QuerySet[Any]) -> Coalesce:
    """How many hang on a job of the owner around it."""
    own = rows.filter(of_owner(OuterRef(OuterRef("pk")))).order_by()
    return Coalesce(Subquery(own.values(one=Value(1)).annotate(n=Count("*")).values("n")), 0)


def running_run() -> Subquery:
    return Subquery(PipelineRun.objects.filter(owner=OuterRef("pk"), status="running").values("pk"))


def cursor_now(owner: User) -> str:
    events = Tally.objects.filter(owner=owner).values_list("events", flat=True).first()
    return str(Cursor(events or 0, timezone.now()))


def run_pill(run_id: UUID) -> RunPill:
    run = PipelineRun.objects.get(pk=run_id)
    return RunPill(f"/runs/{run.pk}", doing(progress.counts(run)))


def doing(found: progress.Counts) -> str:
    """ "Preparing 2 of 10"."""
    read = found.read
    if read.ended < read.sources and not found.to_score:
        return say("Reading {ended} of {sources}", ended=read.ended, sources=read.sources)
    if found.selected:
        return say(
            "Preparing {processed} of {selected}",
            processed=found.processed + found.failed,
            selected=found.selected,
        )
    return (
        say(
            "Scoring {scored} of {to_score}",
            scored=number(found.scored),
            to_score=number(found.to_score),
        )
        if found.to_score
        else say("Run begins")
    )


def read_cursor(text: str) -> Cursor | None:
    """What a page sent back; None for anything else."""
    seq, _, milliseconds = text.partition("-")
    if not (seq + milliseconds).isascii() or not (seq.isdigit() and milliseconds.isdigit()):
        return None
    if len(seq) > 18 or len(milliseconds) > 14:
        return None
    return Cursor(int(seq), datetime.fromtimestamp(int(milliseconds) / 1000, tz=UTC))
