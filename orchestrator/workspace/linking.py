"""Parting rows that are one job, joining them again, asking whether a listing is still there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.words import say
from orchestrator import access
from orchestrator.jobs import links, listing, rejoin
from orchestrator.jobs.fetching import FetchProblem
from orchestrator.models import Job
from orchestrator.workspace import answers, jobpage, rows
from orchestrator.workspace.answers import Message


@require_POST
def unlink(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """The undo stays in the toast: by itself the pair is never linked again."""
    job, twin = _pair(request, pk, other)
    links.unlink(job, twin, actor="user")
    text = say(
        "Parted from {shortened} at {shortened2}.",
        shortened=answers.shortened(twin.title),
        shortened2=answers.shortened(twin.employer),
    )
    return _said(request, job, Message(text, undo=f"/jobs/{job.pk}/relink/{twin.pk}"))


@require_POST
def relink(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    job, twin = _pair(request, pk, other)
    alone, stays = (job, twin) if twin.primary_id or twin.followers else (twin, job)
    rejoin.rejoin(alone, stays, actor="user")
    return _said(request, job, Message(say("They are one job again."), undo=""))


@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask its address once. What is neither there nor gone is said and changes nothing."""
    job = access.job(access.owner(request), pk)
    try:
        checked = listing.check(job, actor="user")
    except FetchProblem as problem:
        return _unanswered(request, job, problem)
    text = (
        say("The listing was not found any more.")
        if checked.closed
        else say("The listing is still there.")
    )
    return _said(request, job, Message(text, undo=""))


def _pair(request: HttpRequest, pk: UUID, other: UUID) -> tuple[Job, Job]:
    owner = access.owner(request)
    return access.job(owner, pk), access.job(owner, other)


def _said(request: HttpRequest, job: Job, message: Message) -> HttpResponse:
    at = rows.read_place(request.POST.get("place", ""), job=job)
    return answers.done(request, job, at, following=job.pk, message=message)


def _unanswered(request: HttpRequest, job: Job, problem: FetchProblem) -> HttpResponse:
    told = answers.explained(problem, reason="")
    if asked := jobpage.asked(request, job):
        return jobpage.refused(request, job, asked, status=422, **told)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    return answers.true(request, job, at, status=422, **told)
