"""Applying and what follows: stage events, and the status that is derived from them.

Each verb is one transaction that writes the timeline, derives the job again and leaves one event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle, outbox
from orchestrator.lifecycle import NotUndoable, Status
from orchestrator.models import InboundMessage, Job, JobEvent, RegenerationRequest, StageEvent
from orchestrator.tracking import events, packets, weighing
from orchestrator.tracking.derive import Derived, derive
from orchestrator.tracking.events import AUTOMATIC, StageGone

NO_CHANGE = "no_change"
SENT = (Status.APPLIED, Status.IN_PROGRESS)
# What can begin an application.
ENTRIES = ("job.applied", "job.stage_synced")
NOTHING = Derived(Status.DISCOVERED.value, None, None, None)


def apply(job: Job, *, actor: str) -> Job:
    """Record that the owner applied: one stage event, one event, one date. A repeat changes
    nothing.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        apply_step(row, actor=actor)
    return row


def apply_step(row: Job, *, actor: str) -> JobEvent | None:
    """The same for a row that was just read; the caller holds a transaction. None: no change."""
    if row.status in SENT:
        return None
    stage = StageEvent(round=row.round, to_stage="applied", by_apply=True, source=_source(actor))
    context = _context(stage, change="logged")
    event = lifecycle.step(row, "apply", actor=actor, context=context)
    _stop_printing(row)
    assert row.applied_at is not None
    stage.job, stage.occurred_at = row, row.applied_at
    stage.save(force_insert=True)
    packets.freeze(row, stage.pk)
    outbox.job_completed(row, event)
    return event


def log(
    job: Job,
    to_stage: str,
    *,
    actor: str,
    source: str = "",
    occurred_at: datetime | None = None,
    outcome: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    message: InboundMessage | None = None,
) -> tuple[Job, StageEvent]:
    """Add one step and derive the job again. `no_change` and notes move nothing, nor does what a
    mail or a calendar reports too late. `message` is the mail that says so.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        event = StageEvent(
            job=row,
            round=row.round,
            to_stage=_present(row) if to_stage == NO_CHANGE else to_stage,
            occurred_at=occurred_at or timezone.now(),
            outcome=outcome,
            metadata=metadata,
            group_id=(metadata or {}).get("groupId"),
            is_note=to_stage == NO_CHANGE or events.is_note(metadata),
            source=source or _source(actor),
            message=message,
        )
        event.save(force_insert=True)
        moved = _settle(row, event, actor=actor, change="logged")
        if event.source in AUTOMATIC:
            event.refresh_from_db(fields=["is_note", "metadata"])
        return moved, event


def edit(
    job: Job,
    event: StageEvent,
    changes: Mapping[str, Any],
    *,
    actor: str,
    expected: str | None = None,
) -> Job:
    """Change `to_stage`, `occurred_at`, `outcome` or `metadata` of a live event; equal values
    change nothing. `expected`: the `mark` the caller saw. Raises StageGone, Refused.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        stored = row.stages.filter(pk=event.pk, removed_at=None, undone_at=None).first()
        if stored is None:
            raise StageGone("gone")
        if expected is not None and expected != events.mark(stored):
            raise Refused("revision_mismatch")
        changed = [
            name for name, value in _wanted(stored, changes).items() if _put(stored, name, value)
        ]
        if not changed:
            return row
        # Whoever corrects what was found makes it a step of their own.
        stored.source = "user" if stored.source in AUTOMATIC else stored.source
        stored.save(update_fields=[*changed, "source"])
        return _settle(row, stored, actor=actor, change="edited")


def remove(job: Job, event: StageEvent, *, actor: str) -> Job:
    """Take an event out for good: after the last counting one the job is Discovered."""
    return _drop(job, event, actor=actor, column="removed_at", change="removed")


def undo(job: Job, event: StageEvent, *, actor: str) -> Job:
    """Make an event never have been: after the last counting one the job is what it was before
    the first.
    """
    return _drop(job, event, actor=actor, column="undone_at", change="undone")


def restore(job: Job, event: StageEvent, *, actor: str) -> Job:
    """Bring a removed event back. The job is as it was when nothing else moved it since."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        stored = row.stages.get(pk=event.pk)
        if stored.removed_at is None:
            return row
        twin = row.stages.filter(by_apply=True, round=stored.round, removed_at=None, undone_at=None)
        stored.removed_at, stored.by_apply = None, stored.by_apply and not twin.exists()
        stored.save(update_fields=["removed_at", "by_apply"])
        last = row.events.last_move()
        if last and last.data.get("event") == str(stored.pk) and last.data["change"] == "removed":
            context = _context(stored, change="restored")
            back, _ = lifecycle.restore(last, actor=actor, context=context)
            packets.revive(back)
            return _follow(back, actor=actor)
        return _settle(row, stored, actor=actor, change="restored")


def undoable(job: Job) -> JobEvent | None:
    """The event that Undo would take back now, if any."""
    last = job.events.last_move()
    fresh = last is not None and last.at >= timezone.now() - lifecycle.UNDO_WINDOW
    return last if last and fresh and last.kind in lifecycle.UNDOABLE else None


def take_back(job: Job, *, actor: str, event_id: UUID | None = None) -> Job:
    """Undo the job's latest move, as it was. Raises NotUndoable."""
    with transaction.atomic():
        return back_step(lifecycle.fresh(job), actor=actor, event_id=event_id)


def back_step(row: Job, *, actor: str, event_id: UUID | None = None) -> Job:
    """The same for a row that was just read; the caller holds a transaction."""
    last = undoable(row)
    if last is None or (event_id is not None and last.pk != event_id):
        raise NotUndoable("not_undoable")
    round_taken, was = row.round, row.status
    lifecycle.undo(row, last, actor=actor)
    if was in SENT and row.status not in SENT:
        packets.void(row)
    if last.kind == "job.applied":
        row.stages.filter(by_apply=True, removed_at=None, undone_at=None, round=round_taken).update(
            undone_at=timezone.now()
        )
        outbox.take_back(last.pk)
    return _follow(row, actor=actor)


def began_as(job: Job, *, recent: Sequence[JobEvent] = ()) -> str:
    """The status that undoing the last counting step leads back to. `recent`: its newest events,
    newest first, among which the move usually is.
    """
    entry = next((event for event in recent if _began(event, job)), None) or _entry(job)
    status = entry.from_status if entry else job.status
    lost = status == Status.PROCESSING or (status == Status.READY and not lifecycle.has_pdf(job))
    return Status.DISCOVERED if lost else status


def differs(row: Job) -> bool:
    """Whether the job says something else than its timeline."""
    steps = events.steps(row)
    found = derive(steps, manual=events.manual(row), applied_at=row.applied_at)
    return found is not None and not _is_so(row, found)


def mend(job: Job, *, actor: str) -> bool:
    """Let the timeline have the last word; whether anything was different."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        found = differs(row)
        if found:
            _follow(row, actor=actor)
    return found


def _drop(job: Job, event: StageEvent, *, actor: str, column: str, change: str) -> Job:
    """Mark an event as gone; one that is gone already changes nothing."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        stored = row.stages.get(pk=event.pk)
        if stored.removed_at or stored.undone_at:
            return row
        counted = events.counts(stored, row)
        setattr(stored, column, timezone.now())
        stored.save(update_fields=[column])
        return _settle(row, stored, actor=actor, change=change, counted=counted)


def _settle(row: Job, event: StageEvent, *, actor: str, change: str, counted: bool = False) -> Job:
    """Make the job what its timeline now says, and leave one event. `counted`: the change took a
    counting event away, perhaps the last one.
    """
    context, undone = _context(event, change=change), change == "undone"
    found = _derived(row, anew=undone)
    if found is None and counted and undone:
        return _begin_again(row, actor=actor, context=context)
    if found is None and counted:
        found = NOTHING
    if found is not None and not _is_so(row, found):
        return _sync(row, found, actor=actor, context=context)
    return _record(row, actor=actor, context=context)


def _begin_again(row: Job, *, actor: str, context: Mapping[str, Any]) -> Job:
    """The last counting step never was: the job is what it was before the first."""
    entry = _entry(row)
    if entry is None:
        return _record(row, actor=actor, context=context)
    if entry.from_status not in SENT:
        packets.void(row)
    return lifecycle.restore(entry, actor=actor, context=context)[0]


def _record(row: Job, *, actor: str, context: Mapping[str, Any]) -> Job:
    before = lifecycle.snapshot(row)
    lifecycle.record(row, "job.timeline_changed", before=before, actor=actor, context=context)
    return row


def _follow(row: Job, *, actor: str) -> Job:
    """After something else moved the job: what the timeline holds has the last word."""
    found = _derived(row)
    if found is None or _is_so(row, found):
        return row
    return _sync(row, found, actor=actor, context={})


def _sync(row: Job, found: Derived, *, actor: str, context: Mapping[str, Any]) -> Job:
    was, details = row.status, asdict(found)
    if was not in SENT:
        _stop_printing(row)
    moved = lifecycle.move(row, "sync_timeline", actor=actor, context=context, derived=details)[0]
    if was not in SENT and moved.status in SENT:
        _pack(moved)
    elif was in SENT and moved.status not in SENT:
        packets.void(moved)
    return moved


def _pack(row: Job) -> None:
    """What went out is known for an application that begins here, not for an imported one."""
    first = events.steps(row)[0].id
    if not row.stages.filter(pk=first, source="import").exists():
        packets.freeze(row, first)


def _derived(row: Job, *, anew: bool = False) -> Derived | None:
    """What the timeline says, after its automatic steps were weighed. `anew`: what it said before
    is forgotten, as it is when one of them counts no more.
    """
    steps, changed = weighing.weigh(row)
    dated = any(step.stage == "applied" for step in steps)
    forgets = (changed or anew) and steps and not dated
    applied_at = weighing.day_applied(row, began=_entry(row)) if forgets else row.applied_at
    return derive(steps, manual=events.manual(row), applied_at=applied_at)


def _is_so(row: Job, found: Derived) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(found).items())


def _entry(row: Job) -> JobEvent | None:
    """The move that began this round's application, or the first that is known of one that came
    without its beginning.
    """
    moves = row.events.filter(kind__in=ENTRIES, previous__round=row.round)
    began = moves.exclude(from_status__in=SENT).order_by("-seq").first()
    return began or moves.order_by("seq").first()


def _began(event: JobEvent, row: Job) -> bool:
    """Whether it is the move of `_entry`, if no newer one is."""
    of_round = (event.previous or {}).get("round") == row.round
    return event.kind in ENTRIES and of_round and event.from_status not in SENT


def _present(row: Job) -> str:
    return events.present_stage(events.steps(row))


def _wanted(event: StageEvent, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that `changes` come to."""
    wanted = dict(changes)
    moved = wanted.get("to_stage", event.to_stage) != event.to_stage
    if moved and wanted["to_stage"] != "closed":
        wanted.setdefault("outcome", None)
    metadata = wanted.get("metadata", event.metadata)
    # A step of no change says nothing of itself; only naming its stage makes it count.
    silent = event.is_note and not events.is_note(event.metadata) and "to_stage" not in wanted
    return {
        **wanted,
        "group_id": (metadata or {}).get("groupId"),
        "is_note": silent or events.is_note(metadata),
    }


def _put(event: StageEvent, name: str, value: Any) -> bool:
    """Whether `value` differs; the wire's whole seconds do not differ from the moment they name."""
    now = getattr(event, name)
    same = now == value
    if isinstance(value, datetime):
        same = int(now.timestamp()) == int(value.timestamp())
    if not same:
        setattr(event, name, value)
    return not same


def _stop_printing(row: Job) -> None:
    waiting = RegenerationRequest.objects.filter(job=row, state__in=("pending", "running"))
    waiting.update(state="done")


def _context(event: StageEvent, *, change: str) -> dict[str, Any]:
    mail = {"message": str(event.message_id)} if event.message_id else {}
    return {"data": {"event": str(event.pk), "stage": event.to_stage, "change": change, **mail}}


def _source(actor: str) -> str:
    return "user" if actor in ("user", "admin") else actor
