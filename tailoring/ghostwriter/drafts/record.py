"""What is recorded of an application: when it was sent, and which conversations there were."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from orchestrator.models import Job
from tailoring.ghostwriter.drafts.ground import Record

_CONVERSATIONS = frozenset(
    {"recruiter_screen", "hiring_manager_screen", "technical_interview", "onsite"}
)


def of(job: Job, *, today: date) -> Record:
    """Of the present round; notes and steps taken back do not count."""
    living = job.stages.filter(round=job.round, removed_at=None, undone_at=None, is_note=False)
    steps = [
        (step.to_stage, _day(step.occurred_at)) for step in living.order_by("occurred_at", "id")
    ]
    past = [(stage, day) for stage, day in steps if day <= today]
    applied = next((day for stage, day in past if stage == "applied"), None)
    met = [day for stage, day in past if stage in _CONVERSATIONS]
    return Record(
        applied=applied or (_day(job.applied_at) if job.applied_at else None),
        met=met[-1] if met else None,
        latest=past[-1][1] if past else None,
        closed=job.closed_at is not None,
    )


def _day(at: datetime) -> date:
    return timezone.localdate(at)
