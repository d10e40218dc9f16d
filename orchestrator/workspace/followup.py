"""What is done about a suggestion to write again, or to give up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobops.lib.errors import Refused
from jobops.lib.words import later, say, within
from orchestrator import access
from orchestrator.models import Job
from orchestrator.tracking import followups, stages, todos
from orchestrator.tracking.derive import OUTCOMES
from orchestrator.tracking.followups import SNOOZES
from orchestrator.workspace import rows
from orchestrator.workspace.answers import refused, shortened
from orchestrator.workspace.timeline import said

TODO = later("Write again to {employer}")


@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    try:
        text, undo = done(job, request.POST.get("do", ""))
    except Refused as problem:
        at = rows.read_place(request.POST.get("place", ""), job=job)
        return refused(request, job, at, problem)
    return said(request, job, f"{text} {shortened(job.title)}.", undo=f"/job/{job.pk}/undo/{undo}")


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    followups.undo(job, actor="user")
    return said(request, job, say("Suggested again: {shortened}.", shortened=shortened(job.title)))


def done(job: Job, wanted: str) -> tuple[str, str]:
    """What is said, and the rest of the address that takes it back."""
    if wanted == "todo":
        title = TODO.format(employer=shortened(job.employer))
        due_at = timezone.now() + timedelta(days=1)
        made = todos.add(job, title, kind="follow_up", actor="user", due_at=due_at)
        return say("To-do for tomorrow:"), f"todo/{made.pk}/take-back"
    if wanted == "close":
        return closed(job)
    days = int(wanted) if wanted in {str(days) for days in SNOOZES} else 0
    followups.say(job, "snooze" if days else "dismiss", days=days, actor="user")
    return (say("Snoozed for {days} days:", days=days) if days else say("Dismissed:")), "follow-up"


def closed(job: Job) -> tuple[str, str]:
    """As what is suggested, which may be another by now."""
    found = followups.of(job)
    if found is None or found.kind != "close":
        raise Refused("status_conflict")
    _, event = stages.log(job, "closed", actor="user", outcome=found.outcome)
    return say("Closed, {lower}:", lower=within(OUTCOMES[found.outcome])), f"step/{event.pk}"
