"""The step that a linked mail reports, written into the timeline of its job and taken out again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from orchestrator.inbox import addresses, targets
from orchestrator.inbox.deciding import AUTO
from orchestrator.models import InboundMessage, Job, JobEvent, StageEvent
from orchestrator.tracking import events, stages
from orchestrator.tracking.derive import STAGES, rank


def write(
    mail: InboundMessage, job: Job, *, target: str, by: str, actor: str
) -> tuple[Job, StageEvent | None, str]:
    """The job, the step, and what it did besides; no change writes none."""
    if target == stages.NO_CHANGE:
        return job, None, ""
    stage, outcome = targets.step(target)
    row, event = stages.log(
        job,
        stage,
        actor=actor,
        source="mail" if by == AUTO else "user",
        # A date in the future is the sender's mistake.
        occurred_at=min(mail.received_at, timezone.now()),
        outcome=outcome,
        metadata=_metadata(mail, by=by),
        message=mail,
    )
    return row, event, "" if by == AUTO else _warning(job, row, event)


def take_out(mail: InboundMessage, job: Job, *, actor: str) -> Job | None:
    """Undo what a mail wrote: the job, None when there is no such step. One that was deleted by
    hand no longer knows the mail.
    """
    back = None
    for event in StageEvent.objects.filter(message=mail, undone_at=None):
        if event.removed_at is None:
            back = stages.undo(job, event, actor=actor)
        else:
            StageEvent.objects.filter(pk=event.pk).update(message=None)
    return back


def was_taken_back(mail: InboundMessage) -> bool:
    """Whether it was linked before, and that was undone."""
    undone = StageEvent.objects.filter(message=mail).exclude(undone_at=None)
    told = {"kind": "job.mail_unlinked", "data__message": str(mail.pk)}
    return undone.exists() or JobEvent.objects.filter(owner=mail.owner_id, **told).exists()


def _metadata(mail: InboundMessage, *, by: str) -> dict[str, Any]:
    said = {"note": mail.note, "externalUrl": addresses.of(mail)}
    kept = {name: value for name, value in said.items() if value}
    return {"actor": "system" if by == AUTO else "user", **kept}


def _warning(before: Job, after: Job, event: StageEvent) -> str:
    """What a step did that its author may not expect, as a sentence."""
    if before.closed_at and not after.closed_at:
        return "This opens the application again."
    found = events.steps(after)
    now = events.present_stage(found)
    was = events.present_stage(one for one in found if one.id != event.pk)
    if rank(now) < rank(was):
        return f"This moves the application back from {STAGES[was]} to {STAGES[now]}."
    if rank(event.to_stage) < rank(now):
        return f"Recorded in its place. The application stays at {STAGES[now]}."
    return ""
