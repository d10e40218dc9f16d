"""What must be true after the storm. Imported after Django was set up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django_q.models import OrmQ

from bench.chaos_clients import STEP, Act, Journal
from orchestrator.jobs.filters import printed
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import (
    Delivery,
    Job,
    JobEvent,
    Operation,
    RegenerationRequest,
    StageEvent,
    Tally,
    User,
)

# What an answer 2xx promised: the event that carries the call's id.
PROMISED: Mapping[str, tuple[str, ...]] = {
    "process": ("processing.started",),
    "redo": ("processing.started",),
    "print": ("processing.started", "pdf.regeneration_started"),
    "edit": ("job.edited",),
    "apply": ("job.applied",),
    "skip": ("job.skipped",),
    "undo": ("job.undone",),
    "upload": ("pdf.uploaded", "pdf.replaced"),
    "cancel": ("processing.cancelled", "job.returned", "job.reopened"),
    "reopen": ("job.reopened", "job.returned", "processing.cancelled"),
    "log": ("job.stage_synced",),
}
# A second call of these finds nothing left to do, and says yes; a second step moves no status.
REPEATABLE = {"apply": ("applied", "in_progress"), "cancel": ("discovered",),
              "reopen": ("discovered",), "log": ("in_progress",)}  # fmt: skip
SENT = ("applied", "in_progress")


@dataclass
class Check:
    name: str
    seen: int = 0
    wrong: list[str] = field(default_factory=list)


def all_events() -> dict[str, list[JobEvent]]:
    found: dict[str, list[JobEvent]] = defaultdict(list)
    for event in JobEvent.objects.order_by("seq"):
        found[str(event.job_id)].append(event)
    return found


def unsettled() -> dict[str, int]:
    """Whatever is still under way, by name; nothing when all is quiet."""
    counts = {
        "processing": Job.objects.filter(status="processing").count(),
        "leases": Job.objects.holding_leases().count(),
        "operations": Operation.objects.open().count(),
        "automatic prints": RegenerationRequest.objects.filter(
            state__in=("pending", "running")
        ).count(),
        "tasks": OrmQ.objects.count(),
        # Found by a round of the clock, at most half a minute later.
        "stale files": sum(
            Job.objects.ready().for_user(one).filter(printed(("stale",), Contexts(one))).count()
            for one in User.objects.all()
        ),
        "messages": Delivery.objects.filter(state__in=("pending", "sending")).count(),
    }
    return {name: count for name, count in counts.items() if count}


def lost(ids: Iterable[str]) -> Check:
    there, wanted = {str(pk) for pk in Job.objects.values_list("pk", flat=True)}, set(ids)
    check = Check("no job lost, none out of nothing", len(wanted))
    check.wrong = [f"gone: {pk}" for pk in wanted - there] + [f"new: {pk}" for pk in there - wanted]
    return check


def stuck() -> Check:
    check = Check("nothing stuck after the settling time", Job.objects.count())
    check.wrong = [f"{count} {name}" for name, count in unsettled().items()]
    return check


def chains(events: Mapping[str, Sequence[JobEvent]]) -> Check:
    """Each event begins where the one before it ended, and the last one ends where the job is."""
    check = Check("one event per change of status")
    states = {str(pk): status for pk, status in Job.objects.values_list("pk", "status")}
    for pk, status in states.items():
        now = "discovered"
        for event in events.get(pk, ()):
            check.seen += 1
            if event.from_status != now:
                check.wrong.append(f"{pk}: {event.kind} from {event.from_status}, was {now}")
            now = event.to_status
        if now != status:
            check.wrong.append(f"{pk}: events end at {now}, the row is {status}")
    return check


def numbers() -> Check:
    check = Check("numbers of events without hole or twin")
    found = sorted(JobEvent.objects.values_list("seq", flat=True))
    check.seen = len(found)
    counted = sum(Tally.objects.values_list("events", flat=True))
    if found != list(range(1, len(found) + 1)):
        check.wrong.append(f"{len(found)} events, the last is {found[-1] if found else 0}")
    if counted != len(found):
        check.wrong.append(f"the tally says {counted}, there are {len(found)}")
    return check


def promises(journal: Journal, events: Mapping[str, Sequence[JobEvent]]) -> list[Check]:
    kept = Check("every write answered with 2xx is there, once")
    refused = Check("every refused write changed nothing")
    unheard = Check("a write without an answer happened once or not at all")
    for act in journal.acts:
        if act.verb not in PROMISED:
            continue
        found = [
            one for one in events.get(act.job, ())
            if one.request_id == act.request_id
            # What the worker does because of a call carries the call's id, too.
            and one.kind in PROMISED[act.verb] and one.actor == "user"
        ]  # fmt: skip
        check = kept if act.promised else unheard if act.status is None else refused
        check.seen += 1
        most = 0 if check is refused and act.status != 500 else 1
        least = 1 if check is kept and not _was(act, events.get(act.job, ())) else 0
        if not least <= len(found) <= most:
            check.wrong.append(f"{act.verb} {act.job} ({act.status}): {len(found)} events")
    return [kept, refused, unheard]


def _was(act: Act, events: Sequence[JobEvent]) -> bool:
    """Whether the job stood where the call would have brought it at some moment of the call."""
    wanted = REPEATABLE.get(act.verb, ())
    return any(state in wanted for state in _states(events, act.begun, act.ended))


def _states(events: Sequence[JobEvent], begin: datetime, end: datetime) -> set[str]:
    now, found = "discovered", set[str]()
    for event in events:
        if event.at > end:
            break
        if event.at >= begin:
            found.add(now)
        now = event.to_status
    return found | {now}


def headlines(journal: Journal, events: Mapping[str, Sequence[JobEvent]]) -> Check:
    """The text of the owner's last edit is the text of the row, whatever engines wrote since."""
    check = Check("the last edit of each headline is what the row says")
    said = {act.request_id: act.said for act in journal.acts if act.verb == "edit"}
    for pk, headline in Job.objects.values_list("pk", "tailored_headline"):
        edits = [
            e for e in events.get(str(pk), ())
            if e.actor == "user" and "tailored_headline" in e.data.get("fields", ())
        ]  # fmt: skip
        if not edits:
            continue
        check.seen += 1
        wanted = said.get(edits[-1].request_id)
        if headline != wanted:
            check.wrong.append(f"{pk}: {headline!r} instead of {wanted!r}")
    return check


def applied(events: Mapping[str, Sequence[JobEvent]]) -> Check:
    """One step `applied` in force for each job that is sent, none for others."""
    check = Check("one applied step per application")
    steps: Counter[tuple[UUID, int]] = Counter()
    steps.update(
        StageEvent.objects.filter(
            to_stage="applied", removed_at=None, undone_at=None
        ).values_list("job_id", "round")
    )  # fmt: skip
    for pk, status, turn in Job.objects.values_list("pk", "status", "round"):
        check.seen += 1
        wanted = 1 if status in SENT else 0
        if steps[pk, turn] != wanted:
            check.wrong.append(f"{pk} {status}: {steps[pk, turn]} steps in round {turn}")
        calls = Counter(e.request_id for e in events.get(str(pk), ()) if e.kind == "job.applied")
        check.wrong += [f"{pk}: {one} applied {n} times" for one, n in calls.items() if n > 1]
    return check


def steps(journal: Journal) -> Check:
    """Each step that was promised is a row, and no other one is."""
    check = Check("one row per logged step")
    rows = Counter(map(str, StageEvent.objects.filter(to_stage=STEP).values_list("job", flat=True)))
    logged = [act for act in journal.acts if act.verb == "log"]
    promised = Counter(act.job for act in logged if act.promised)
    unheard = Counter(act.job for act in logged if act.status is None)
    check.seen = promised.total()
    for pk in rows.keys() | promised.keys():
        if not promised[pk] <= rows[pk] <= promised[pk] + unheard[pk]:
            check.wrong.append(f"{pk}: {rows[pk]} steps, {promised[pk]} promised")
    return check


def messages(
    events: Mapping[str, Sequence[JobEvent]], received: Sequence[tuple[str, bytes, int]]
) -> Check:
    """A row per application, and at the receiver one id per row, always with the same body.

    `received` holds id, body and the status it was answered with.
    """
    check = Check("webhooks: one message per application")
    sent = {e.pk for found in events.values() for e in found if e.kind == "job.applied"}
    rows: dict[Any, list[Delivery]] = defaultdict(list)
    for row in Delivery.objects.filter(event="job.completed"):
        rows[row.event_id].append(row)
    check.seen = len(sent)
    check.wrong += [f"event {pk}: {len(rows[pk])} messages" for pk in sent if len(rows[pk]) != 1]
    check.wrong += [f"a message of no event: {pk}" for pk in rows.keys() - sent]
    heard: dict[str, list[tuple[bytes, int]]] = defaultdict(list)
    for pk, body, status in received:
        heard[pk].append((body, status))
    known = {str(row.pk): row for found in rows.values() for row in found}
    check.wrong += [f"received, but no row: {pk}" for pk in heard.keys() - known.keys()]
    for pk, row in known.items():
        got = heard.get(pk, [])
        if row.state == "delivered" and not any(status == 200 for _, status in got):
            check.wrong.append(f"{pk} is delivered and never came")
        if row.state not in ("delivered", "cancelled"):
            check.wrong.append(f"{pk} is {row.state}")
        if len({body for body, _ in got}) > 1 or len(got) > row.attempts:
            check.wrong.append(f"{pk}: {len(got)} times, {row.attempts} attempts")
    return check


def answers(journal: Journal) -> Check:
    check = Check("no answer 500", sum(journal.answers.values()))
    check.wrong = list(journal.broken)
    return check
