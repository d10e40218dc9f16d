"""Results of work nobody had to watch, read from what is stored: events, runs, bulk actions,
schedules that did not keep their time, mail.

Nothing is written for a notice. It is unread while it is newer than the owner's last look.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops.lib.days import long_day
from jobops.lib.words import later, say, several
from orchestrator.models import JobEvent, Operation, PipelineRun, Tally, User
from orchestrator.pipeline import mail_notices
from orchestrator.pipeline.notice import Named as Named
from orchestrator.pipeline.notice import Notice as Notice

KEPT = timedelta(days=30)
MOST = 300
MOST_RUNS = 60
WORK = ("actions", "schedule", "board_paused", "model_limit")
NAMED = 10
# What notices are read from, each by one query.
PARTS = ("events", "runs", "work", *mail_notices.PARTS)
BY_WORK = ("worker", "sweeper", "pipeline", "schedule", "reaper", "recovery")


@dataclass(frozen=True)
class Sort:
    """How one kind of result is told: `one` of a job, `many` of several; `good` None is neutral."""

    one: str
    many: str
    good: bool | None = None


SORTS: Mapping[str, Sort] = {
    "processing.finished": Sort(later("Ready: {name}"), later("{n} jobs are Ready"), good=True),
    "processing.failed": Sort(
        later("Not ready: {name}"), later("{n} jobs could not be prepared"), good=False
    ),
    "processing.abandoned": Sort(
        later("Not ready: {name}"), later("{n} jobs were interrupted"), good=False
    ),
    "pdf.regeneration_finished": Sort(
        later("PDF rebuilt: {name}"), later("{n} PDFs were rebuilt"), good=True
    ),
    "pdf.regeneration_failed": Sort(
        later("PDF not rebuilt: {name}"), later("{n} PDFs could not be rebuilt"), good=False
    ),
    "pdf.missing": Sort(later("PDF lost: {name}"), later("{n} PDFs are missing"), good=False),
    "job.expired": Sort(later("Expired: {name}"), later("{n} jobs expired")),
    "job.auto_skipped": Sort(
        later("Skipped by score: {name}"), later("{n} jobs were skipped by their score")
    ),
    "job.relisted": Sort(later("Back on offer: {name}"), later("{n} jobs are back on offer")),
}
RESULTS: Mapping[str, Any] = {
    "kind__in": tuple(SORTS),
    "actor__in": BY_WORK,
    "pipeline_run_id": None,
}
RUN_ENDS: Mapping[str, tuple[str, bool | None]] = {
    "completed": (later("A run finished"), True),
    "failed": (later("A run failed"), False),
    "cancelled": (later("A run was cancelled"), None),
}
MISSED: Mapping[str, tuple[str, str]] = {
    "late": (
        later("{name} ran late"),
        later("Its time passed while nothing ran here. Missed times make one run."),
    ),
    "busy": (
        later("{name} was left out"),
        later("Another run was active for an hour after its time."),
    ),
    "options": (
        later("{name} could not run"),
        later("Its options fit no more. Open it, then save it again."),
    ),
}
# Whole sentences, because the verb stands elsewhere in another language.
ACTIONS: Mapping[str, Callable[[int, int], str]] = {
    "skip": lambda n, done: several(
        "Skipped {done} of {count} job", "Skipped {done} of {count} jobs", n, done=done
    ),
    "move_to_ready": lambda n, done: several(
        "Prepared {done} of {count} job", "Prepared {done} of {count} jobs", n, done=done
    ),
    "rescore": lambda n, done: several(
        "Rescored {done} of {count} job", "Rescored {done} of {count} jobs", n, done=done
    ),
    "apply": lambda n, done: several(
        "Marked as applied: {done} of {count} job", "Marked as applied: {done} of {count} jobs", n,
        done=done,
    ),
    "reopen": lambda n, done: several(
        "Reopened {done} of {count} job", "Reopened {done} of {count} jobs", n, done=done
    ),
    "undo": lambda n, done: several(
        "Took back {done} of {count} job", "Took back {done} of {count} jobs", n, done=done
    ),
}  # fmt: skip


@dataclass
class _Group:
    at: datetime
    jobs: list[Named] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)


def read(
    owner: User, *, since: datetime | None = None, among: Collection[str] = PARTS
) -> list[Notice]:
    """Newest first, at most six queries and a bounded number of rows, one query for each part
    `among` which there may be something. `since` leaves out what is older, and is the moment of
    the last look.
    """
    now = timezone.now()
    seen = since if since is not None else seen_at(owner)
    oldest = max(now - KEPT, since) if since else now - KEPT
    found = [
        *of_events(_events(owner, oldest=oldest) if "events" in among else (), seen=seen),
        *(
            of_run(run, seen=seen)
            for run in (_runs(owner, oldest=oldest) if "runs" in among else ())
        ),
        *(
            of_work(one, seen=seen)
            for one in (_work(owner, oldest=oldest) if "work" in among else ())
        ),
        *mail_notices.read(owner, oldest=oldest, seen=seen, among=among),
    ]
    return sorted(found, key=lambda notice: notice.at, reverse=True)


def ended(owner: User, *, since: datetime) -> list[Notice]:
    """Runs, bulk actions and missed schedules after `since`."""
    return [
        *(of_run(run, seen=since) for run in _runs(owner, oldest=since)),
        *(of_work(one, seen=since) for one in _work(owner, oldest=since)),
    ]


def counted(owner: User) -> Any:
    """The owner's row with changes, events and how many notices of each part came after the last
    look, for `unread`. One query; the first look is the moment the account was made.
    """
    seen = Coalesce(OuterRef("tally__notices_seen_at"), OuterRef("date_joined"))
    mine = {"owner": OuterRef("pk")}
    events = JobEvent.objects.filter(at__gt=seen, **RESULTS, **mine)
    runs = PipelineRun.objects.filter(completed_at__gt=seen, **mine).exclude(status="running")
    actions = Operation.objects.filter(kind__in=WORK, finished_at__gt=seen, **mine)
    kept = timezone.now() - KEPT
    events, runs = events.filter(at__gt=kept), runs.filter(completed_at__gt=kept)
    actions = actions.filter(finished_at__gt=kept)
    parts = {"events": (events, "kind"), "runs": (runs, "pk"), "work": (actions, "pk"),
             **mail_notices.fresh(seen)}  # fmt: skip
    return User.objects.filter(pk=owner.pk).annotate(
        changes=Coalesce(F("tally__changes"), 0),
        seen=Coalesce(F("tally__notices_seen_at"), F("date_joined")),
        events=Coalesce(F("tally__events"), 0),
        **{f"new_{name}": _number(rows, column) for name, (rows, column) in parts.items()},
    )


def unread(counted: Any) -> Mapping[str, int]:
    """Part → how many notices of it are unread, of the row that `counted` found."""
    return {name: getattr(counted, f"new_{name}") for name in PARTS}


def _number(found: QuerySet[Any], column: str) -> Coalesce:
    """How many different ones, as a part of another query."""
    inner = found.order_by().values("owner").annotate(n=Count(column, distinct=True))
    return Coalesce(Subquery(inner.values("n"), output_field=IntegerField()), 0)


def seen_at(owner: User) -> datetime:
    found = Tally.objects.filter(owner=owner).values_list("notices_seen_at", flat=True).first()
    return found or owner.date_joined


def mark_seen(owner: User, *, until: datetime | None = None) -> datetime:
    """Everything up to `until` (now) has been seen; it never goes back."""
    moment = min(until or timezone.now(), timezone.now())
    Tally.objects.get_or_create(owner=owner)
    Tally.objects.filter(owner=owner).exclude(notices_seen_at__gt=moment).update(
        notices_seen_at=moment
    )
    Tally.objects.raised(owner.pk)
    return seen_at(owner)


def of_events(
    events: Iterable[JobEvent], *, seen: datetime, sorts: Mapping[str, Sort] = SORTS
) -> list[Notice]:
    """One notice per kind and day, those unread apart from those seen."""
    groups: dict[tuple[str, bool, object], _Group] = {}
    for event in events:
        new = event.at > seen
        group = groups.setdefault((event.kind, new, new or event.at.date()), _Group(event.at))
        group.seqs.append(event.seq)
        if len(group.jobs) < NAMED:
            group.jobs.append(
                Named(event.job_id, str(event.job) if event.job else say("A deleted job"))
            )
    return [_told(kind, sorts[kind], group, new) for (kind, new, _), group in groups.items()]


def _told(kind: str, sort: Sort, group: _Group, is_unread: bool) -> Notice:
    count = len(group.seqs)
    return Notice(
        kind=kind,
        subject="job",
        subject_id=group.jobs[0].id if count == 1 else None,
        text=say(sort.one, name=group.jobs[0].text) if count == 1 else say(sort.many, n=count),
        detail="",
        at=group.at,
        is_unread=is_unread,
        good=sort.good,
        count=count,
        jobs=tuple(group.jobs),
        seqs=tuple(group.seqs),
    )


def of_run(run: PipelineRun, *, seen: datetime) -> Notice:
    assert run.completed_at is not None
    text, good = RUN_ENDS[run.status]
    ready, failed = run.counts.get("processed", 0), run.counts.get("failed", 0)
    new = run.counts.get("created", 0)
    parts = [
        several("{count} new job", "{count} new jobs", new) if new else "",
        several("{count} job became Ready", "{count} jobs became Ready", ready) if ready else "",
        several("{count} job could not be prepared", "{count} jobs could not be prepared", failed)
        if failed
        else "",
    ]
    said = ", ".join(part for part in parts if part)
    return Notice(
        kind=f"run.{run.status}",
        subject="run",
        subject_id=run.pk,
        text=text,
        detail=(run.error_message and say(run.error_message))
        or f"{said or say('No job was prepared')}.",
        at=run.completed_at,
        is_unread=run.completed_at > seen,
        good=good if not failed else False,
    )


def of_work(operation: Operation, *, seen: datetime) -> Notice:
    return TOLD.get(operation.kind, of_actions)(operation, seen=seen)


def of_actions(operation: Operation, *, seen: datetime) -> Notice:
    assert operation.finished_at is not None
    tally: Mapping[str, Any] = operation.result
    failed, requested = (int(tally.get(key) or 0) for key in ("failed", "requested"))
    done = int(tally.get("succeeded") or 0)
    words = ACTIONS.get(str(operation.options.get("action")), _done)
    stopped = operation.status == "cancelled"
    parts = (
        several("{count} job failed", "{count} jobs failed", failed) if failed else "",
        say("the rest was stopped") if stopped else "",
    )
    said = ", ".join(part for part in parts if part)
    return Notice(
        kind="actions.finished",
        subject="actions",
        subject_id=operation.pk,
        text=words(requested, done),
        detail=f"{said[0].upper()}{said[1:]}." if said else "",
        at=operation.finished_at,
        is_unread=operation.finished_at > seen,
        good=None if stopped else not failed and operation.status == "succeeded",
        count=done,
    )


def of_schedule(operation: Operation, *, seen: datetime) -> Notice:
    assert operation.finished_at is not None
    why = str(operation.result.get("why"))
    text, detail = MISSED[why]
    return Notice(
        kind="schedule.missed",
        subject="search",
        subject_id=UUID(operation.options["preset"]),
        text=say(text, name=operation.options["name"]),
        detail=detail,
        at=operation.finished_at,
        is_unread=operation.finished_at > seen,
        good=None if why == "late" else False,
    )


def of_pause(operation: Operation, *, seen: datetime) -> Notice:
    assert operation.finished_at is not None
    return Notice(
        kind="board.paused",
        subject="board",
        subject_id=UUID(operation.options["board"]),
        text=say("{name} is not checked any more", name=operation.options["name"]),
        detail=say("Its board failed five times in a row. Look at its address, then switch it on."),
        at=operation.finished_at,
        is_unread=operation.finished_at > seen,
        good=False,
    )


def _done(count: int, done: int) -> str:
    return several("Done for {done} of {count} job", "Done for {done} of {count} jobs", count,
                   done=done)  # fmt: skip


def _events(owner: User, *, oldest: datetime) -> list[JobEvent]:
    """What a run did is told by the run; what a person did needs no telling."""
    found = JobEvent.objects.filter(owner=owner, at__gt=oldest, **RESULTS)
    # The state machine reads the status of every row it is given.
    columns = ("seq", "kind", "at", "job__id", "job__title", "job__employer", "job__status")
    return list(found.select_related("job").only(*columns).order_by("-at", "-seq")[:MOST])


def _runs(owner: User, *, oldest: datetime) -> list[PipelineRun]:
    ended = PipelineRun.objects.filter(owner=owner, completed_at__gt=oldest)
    return list(ended.exclude(status="running").order_by("-started_at")[:MOST_RUNS])


def _work(owner: User, *, oldest: datetime) -> list[Operation]:
    ended = Operation.objects.filter(owner=owner, kind__in=WORK, finished_at__gt=oldest)
    return list(ended.order_by("-finished_at")[:MOST_RUNS])


def of_limit(operation: Operation, *, seen: datetime) -> Notice:
    """How much of the month's limit for models is used up."""
    assert operation.finished_at is not None
    percent = int(operation.result["percent"])
    ends = datetime.fromisoformat(operation.result["ends"])
    until = long_day(ends.date())
    spent = percent >= 100
    return Notice(
        kind="model.limit",
        subject="model",
        subject_id=None,
        text=say("The month's limit for models is reached") if spent
        else say("{percent} % of the month's limit for models is used", percent=percent),
        detail=say("Rules do the work and say so, until {until}.", until=until) if spent
        else say("At the limit rules do the work, until {until}.", until=until),
        at=operation.finished_at,
        is_unread=operation.finished_at > seen,
        good=False if spent else None,
    )  # fmt: skip


TOLD: Mapping[str, Callable[..., Notice]] = {
    "schedule": of_schedule, "board_paused": of_pause, "model_limit": of_limit,
}  # fmt: skip
