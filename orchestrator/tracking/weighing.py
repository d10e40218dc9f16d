"""Which automatic steps count, and the day of applying, when what stands before them changes: the
same as if everything had been written down in another order, and what was undone never.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from orchestrator.models import Job, JobEvent, StageEvent
from orchestrator.moves import moment
from orchestrator.tracking import events
from orchestrator.tracking.derive import counting, in_order
from orchestrator.tracking.events import AUTOMATIC, NOTE


def weigh(row: Job) -> bool:
    """Let each automatic step count or not; whether one of them changed."""
    live = row.stages.filter(round=row.round, removed_at=None, undone_at=None)
    noted = Q(source__in=AUTOMATIC, metadata__eventType=NOTE)
    found = list(live.filter(Q(is_note=False) | noted))
    kept = counting(map(events.step, found), manual=events.manual(row))
    wrong = [one for one in found if one.is_note is (one.pk in kept)]
    for event in wrong:
        event.is_note = event.pk not in kept
        said = {k: v for k, v in (event.metadata or {}).items() if k != "eventType"}
        event.metadata = {**said, "eventType": NOTE} if event.is_note else said or None
        event.save(update_fields=["is_note", "metadata"])
    return bool(wrong)


def day_applied(row: Job, *, began: JobEvent | None) -> datetime | None:
    """The day of applying as the job would hold it had nothing of what was undone ever been.
    `began`: the move that began this application. Marking it as applied is no such step: its day
    holds as long as others follow.
    """
    if began is None or began.previous is None:
        return row.applied_at
    kept = row.stages.filter(Q(undone_at=None) | Q(by_apply=True), round=row.round, is_note=False)
    changes: list[tuple[datetime, bool, StageEvent]] = []
    for event in kept.exclude(removed_at__lt=began.at):
        changes.append((event.recorded_at, True, event))
        if gone := event.removed_at or event.undone_at:
            changes.append((gone, False, event))
    held, present = moment(began.previous["applied_at"]), dict[object, StageEvent]()
    for _, comes, event in sorted(changes, key=lambda change: change[:2]):
        present = {**present, event.pk: event}
        if not comes:
            del present[event.pk]
        steps = in_order(map(events.step, present.values()))
        first = next((step.occurred_at for step in steps if step.stage == "applied"), held)
        held = first if present else None
    return held
