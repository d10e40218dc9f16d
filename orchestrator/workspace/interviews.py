"""Interviews of a job: added and changed by a form, prepared for on a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Interview, Job
from orchestrator.tracking import interviews
from orchestrator.tracking.interview_rows import KINDS, OUTCOMES
from orchestrator.workspace import interview_dates, jobpage, timeline
from orchestrator.workspace.interview_form import USUAL_ZONES, InterviewForm
from orchestrator.workspace.interview_sheet import sheet
from orchestrator.workspace.tracking_forms import focused


@dataclass(frozen=True)
class Verb:
    """`back`: the verb that takes it back. `stays`: there is still something to look at."""

    run: Callable[[Interview], object]
    said: str
    back: str = ""
    stays: bool = True


def deciding(outcome: str) -> Callable[[Interview], object]:
    return lambda row: interviews.change(row, {"outcome": outcome}, actor="user")


VERBS: Mapping[str, Verb] = {
    "remove": Verb(
        lambda row: interviews.remove(row, actor="user"),
        later("Deleted"),
        back="restore",
        stays=False,
    ),
    "take-back": Verb(
        lambda row: interviews.take_back(row, actor="user"), later("Taken back"), stays=False
    ),
    "restore": Verb(lambda row: interviews.restore(row, actor="user"), later("Brought back")),
    **{key: Verb(deciding(key), words) for key, words in OUTCOMES.items()},
}


@require_safe
def page(request: HttpRequest, pk: UUID, interview: UUID) -> HttpResponse:
    """The sheet to prepare with."""
    job = access.job(access.owner(request), pk)
    found = sheet(job, access.interview(job, interview))
    return jobpage.shown(
        request, job, "timeline", template="job/interview.html", content={"sheet": found}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    zone = timeline.zone_of(job.owner)
    if request.method != "POST":
        return drawn(request, job, focused(InterviewForm(zone=zone), "kind"))
    form = InterviewForm(request.POST, zone=zone)
    if not form.is_valid():
        return drawn(request, job, form, status=422)
    made = interviews.add(job, actor="user", **form.values())
    undo = f"/job/{job.pk}/undo/interview/{made.pk}/take-back"
    return to_page(request, made, say("Interview added."), undo=undo)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID, interview: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.interview(job, interview)
    zone = timeline.zone_of(job.owner)
    if request.method != "POST":
        return drawn(request, job, focused(InterviewForm(zone=zone, interview=found), "kind"))
    form = InterviewForm(request.POST, zone=zone, interview=found)
    if not form.is_valid():
        return drawn(request, job, form, status=422)
    interviews.change(found, form.values(), actor="user")
    return to_page(request, found, say("Interview changed."))


@require_POST
def change(request: HttpRequest, pk: UUID, interview: UUID, verb: str) -> HttpResponse:
    """Say how it went, delete it, or take one of these back."""
    job = access.job(access.owner(request), pk)
    found, chosen = access.any_interview(job, interview), VERBS[verb]
    was = found.outcome
    chosen.run(found)
    way = chosen.back or (was if verb in OUTCOMES and verb != was else "")
    undo = f"/job/{job.pk}/undo/interview/{found.pk}/{way}" if way else ""
    text = f"{KINDS[found.kind]}: {chosen.said[:1].lower()}{chosen.said[1:]}."
    if chosen.stays and found.removed_at is None and jobpage.asked(request, job):
        return to_page(request, found, text, undo=undo)
    return timeline.said(request, job, text, undo=undo)


def to_page(request: HttpRequest, row: Interview, text: str, *, undo: str = "") -> HttpResponse:
    messages.success(request, text, extra_tags=undo)
    return see_other(interview_dates.address(row))


def drawn(
    request: HttpRequest, job: Job, form: InterviewForm, *, status: int = 200
) -> HttpResponse:
    row = form.interview
    back = interview_dates.address(row) if row else jobpage.address(job.pk, "timeline")
    content = {
        "form": form,
        "zones": USUAL_ZONES,
        "leave": back,
        "action": f"{back}/edit" if row else f"/job/{job.pk}/interviews/new",
        "doing": say("Save") if row else say("Add interview"),
    }
    return jobpage.shown(
        request, job, "timeline", template="job/interview_form.html", status=status, content=content
    )
