"""Which automatic steps count, and the day of applying, when what stands before them changes: the
same as if everything had been written down in another order, and what was undone never.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from orchestrator.models import Job, JobEvent, StageEvent
from orchestrator.moves import moment
from orchestrator.tracking import events
from orchestrator.tracking.derive import Step, counting, in_order
from orchestrator.tracking.events import AUTOMATIC, NOTE


def weigh(row: Job) -> tuple[list[Step], bool]:
    """Let each automatic step count or not: what counts now, and whether that changed."""
    live = row.stages.filter(round=row.round, removed_at=None, undone_at=None)
    noted = Q(source__in=AUTOMATIC, metadata__eventType=NOTE)
    found = list(live.filter(Q(is_note=False) | noted).defer("metadata"))
    steps = in_order(map(events.step, found))
    kept = counting(steps, manual=events.manual(row))
    wrong = [event for event in found if event.is_note is (event.pk in kept)]
    for event in wrong:
        event.is_note = event.pk not in kept
        said = {k: v for k, v in (event.metadata or {}).items() if k != "eventType"}
        event.metadata = {**said, "eventType": NOTE} if event.is_note else said or None
        event.save(update_fields=["is_note", "metadata"])
    return [step for step in steps if step.id in kept], bool(wrong)


def day_applied(row: Job, *, began: JobEvent | None) -> datetime | None:
    """The day of applying as the job would hold it had nothing of what was undone ever been.
    `began`: the move that began this application. Marking it as applied is no such step: its day
    holds as long as others follow.
    """
    if began is None or began.previous is None:
        return row.applied_at
    kept = row.stages.filter(Q(undone_at=None) | Q(by_apply=True), round=row.round, is_note=False)
    changes: list[tuple[datetime, bool, StageEvent]] = []
    for event in kept.exclude(removed_at__lt=began.at).defer("metadata"):
        changes.append((event.recorded_at, True, event))
        if gone := event.removed_at or event.undone_at:
            changes.append((gone, False, event))
    held, present, applied = moment(began.previous["applied_at"]), 0, list[datetime]()
    for _, comes, event in sorted(changes, key=lambda change: change[:2]):
        present += 1 if comes else -1
        if event.to_stage == "applied":
            (applied.append if comes else applied.remove)(event.occurred_at)
        held = min(applied, default=held) if present else None
    return held
