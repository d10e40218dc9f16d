"""Applying and what follows: stage events, and the status that is derived from them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.lifecycle import NotUndoable, Status
from orchestrator.models import Job, JobEvent, RegenerationRequest, StageEvent
from orchestrator.tracking.derive import Manual, Step, derive


def apply(job: Job, *, actor: str) -> Job:
    """Record that the owner applied: one stage event, one event, one date. A repeat changes
    nothing.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if row.status in (Status.APPLIED, Status.IN_PROGRESS):
            return row
        moved, _ = lifecycle.move(row, "apply", actor=actor)
        RegenerationRequest.objects.filter(job=row, state__in=("pending", "running")).update(
            state="done"
        )
        assert moved.applied_at is not None
        StageEvent.objects.create(
            job=moved, round=moved.round, to_stage="applied", occurred_at=moved.applied_at,
            by_apply=True, source=_source(actor),
        )  # fmt: skip
    return moved


def log(
    job: Job,
    to_stage: str,
    *,
    actor: str,
    label: str | None = None,
    occurred_at: datetime | None = None,
    outcome: str | None = None,
) -> Job:
    """Add one counting step and derive the job again, in one transaction."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        StageEvent.objects.create(
            job=row,
            round=row.round,
            to_stage=to_stage,
            occurred_at=occurred_at or timezone.now(),
            outcome=outcome,
            metadata={"eventLabel": label} if label else None,
            source=_source(actor),
        )
        return sync(row, actor=actor)


def sync(job: Job, *, actor: str) -> Job:
    """Make the job's status what its timeline says; nothing happens when it already is."""
    steps = [
        Step(event.id, event.to_stage, event.occurred_at, event.recorded_at, event.outcome)
        for event in job.stages.filter(
            round=job.round, removed_at=None, undone_at=None, is_note=False
        ).exclude(to_stage="no_change")
    ]
    found = derive(steps, manual=_manual(job), applied_at=job.applied_at)
    if found is None:
        return job
    if all(getattr(job, name) == value for name, value in asdict(found).items()):
        return job
    return lifecycle.move(job, "sync_timeline", actor=actor, derived=asdict(found))[0]


def undoable(job: Job) -> JobEvent | None:
    """The event that Undo would take back now, if any."""
    last = job.events.moves().order_by("-seq").first()
    fresh = last is not None and last.at >= timezone.now() - lifecycle.UNDO_WINDOW
    return last if last and fresh and last.kind in lifecycle.UNDOABLE else None


def take_back(job: Job, *, actor: str, event_id: UUID | None = None) -> Job:
    """Undo the job's latest move, as it was. Raises NotUndoable."""
    event = undoable(job)
    if event is None or (event_id is not None and event.pk != event_id):
        raise NotUndoable("not_undoable")
    with transaction.atomic():
        if event.kind == "job.applied":
            job.stages.filter(
                by_apply=True, removed_at=None, undone_at=None, round=job.round
            ).update(undone_at=timezone.now())
        return lifecycle.undo(event, actor=actor)[0]


def _manual(job: Job) -> Manual | None:
    stored: dict[str, Any] | None = job.manual_outcome
    if stored is None:
        return None
    closed = stored.get("closedAt")
    return Manual(
        stored.get("outcome"),
        datetime.fromisoformat(closed) if closed else None,
        datetime.fromisoformat(stored["setAt"]),
    )


def _source(actor: str) -> str:
    return "user" if actor in ("user", "admin") else actor
