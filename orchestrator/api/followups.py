"""What the owner says to the suggestion to write again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.api.schemas.followups import FollowUpBody, FollowUpOut
from orchestrator.models import Job
from orchestrator.tracking import followups
from orchestrator.tracking.followups import Suggestion

router = Router(tags=["Timeline"])


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/follow-up",
    data=FollowUpOut, body=FollowUpBody, errors=(404, 409),
)  # fmt: skip
def answer_follow_up(request: HttpRequest, job_id: UUID, body: FollowUpBody) -> HttpResponse:
    """Put a suggestion to write again off, dismiss it, or take back either."""
    job = access.job(access.owner(request), job_id)
    followups.say(job, body.action, days=body.days, actor="user")
    return door.answer(request, standing(job), **door.ignored(body))


def standing(job: Job) -> dict[str, Any]:
    said, suggestion = followups.said(job), followups.of(job)
    return {
        "jobId": str(job.pk),
        "snoozedUntil": moment(said.snoozed_until) if said else None,
        "dismissedAt": moment(said.dismissed_at) if said else None,
        "suggestion": shown(suggestion) if suggestion else None,
    }


def shown(one: Suggestion) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "outcome": one.outcome or None,
        "silentSince": moment(one.silent_since),
        "silentDays": one.silent_days,
        "thresholdDays": one.threshold_days,
        "n": one.n,
        "basis": one.basis,
        "sentence": one.sentence,
    }


def moment(at: datetime | None) -> str | None:
    return wire.iso(at) if at else None
