"""Tailor: the form in the panel, drafts, and Finalize & Move to Ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from orchestrator import access
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import edits, process, refresh, texts
from orchestrator.workspace import jobpage, rows
from orchestrator.workspace.answers import done, shortened
from orchestrator.workspace.rows import Place
from orchestrator.workspace.tailor_answers import answered, drawn, form_url, stored, watch_url
from orchestrator.workspace.tailor_view import TEXTS as TEXTS
from orchestrator.workspace.tailor_view import base, tailor_form, texts_of
from tailoring.doubting import waiting
from tailoring.forms.tailor import TailorForm

DRAFTED = later("The empty fields were drafted.")
SUGGESTED = later("The changes of bullets are proposed below.")


@require_safe
def form(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    owner, at = access.owner(request), rows.place(tab, request.GET)
    job = access.job(owner, pk)
    watched = watching(owner, request.GET.get("watch", ""))
    if watched and watched.status in ("queued", "running"):
        if wants_fragment(request):
            return HttpResponse(status=204)  # nothing is swapped: somebody may be writing
        return drawn(request, job, at, drafting=watch_url(form_url(request, job, at), watched))
    refused = str(watched.error["message"]) if watched and watched.error else ""
    said = "" if refused or not watched else said_of(watched)
    status = STOP_POLLING if watched and wants_fragment(request) else 200
    return drawn(request, job, at, status=status, refused=refused, said=said)


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form as a tab of the job's page."""
    return form(request, "all", pk)


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Store what was typed; the button that was pressed says what happens then."""
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    row = stored(request, job, at)
    if isinstance(row, HttpResponse):
        return row
    then = request.POST.get("then", "save")
    if then in SUGGEST:
        return suggest(request, row, at, name=then.removeprefix("suggest_"))
    return AFTER.get(then, keep)(request, row, at)


@require_POST
def autosave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same, quietly: the answer is the line that says when it was saved."""
    job = access.job(access.owner(request), pk)
    given = tailor_form(job, request.POST)
    if not given.is_valid():
        return render(request, "tailor/_saved.html", {"trouble": True, "form": given})
    if given.is_outdated():
        return render(request, "tailor/_saved.html", {"moved": True, "form": given})
    return render(request, "tailor/_saved.html", written(job, given))


def written(job: Job, given: TailorForm) -> dict[str, Any]:
    """Save; the context of what the page must show anew."""
    row = edits.save(job, given.changes(), actor="user")
    now = tailor_form(row)
    texts, redrawn = texts_of(now, base(row)), now.choice() != given.choice()
    return {"form": now, "saved": True, "texts": texts, "redrawn": redrawn}


def keep(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(form_url(request, job, at))
    return drawn(request, job, at, said=say("Saved."))


def draft(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    """Fill empty fields and propose changes of bullets in the worker; what is written stays."""
    empty = [name for name, column in TEXTS.items() if not getattr(job, column)]
    return made(request, job, at, fields=[*empty, "bullets", "projects"])


def suggest(request: HttpRequest, job: Job, at: Place, *, name: str) -> HttpResponse:
    if name in TEXTS and getattr(job, TEXTS[name]):
        said = say(
            "Clear the {name} to have {value} suggested.",
            name=name,
            value="them" if name == "skills" else "it",
        )
        return drawn(request, job, at, said=say("What is written stays. {said}", said=said))
    return made(request, job, at, fields=[name])


def made(request: HttpRequest, job: Job, at: Place, *, fields: list[str]) -> HttpResponse:
    try:
        operation = texts.request(job, actor="user", fields=fields)
    except Problem as problem:
        return drawn(request, job, at, refused=problem.sentence, status=answered(problem))
    address = watch_url(form_url(request, job, at), operation)
    if not wants_fragment(request):
        return see_other(address)
    return drawn(request, job, at, drafting=address)


def finalize(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    """What is blocked and undecided would be left out in silence, so it is asked about first."""
    if waiting(job):
        return drawn(request, job, at, status=422, undecided=True)
    return handed_over(request, job, at, lambda: process.request(job, actor="user"))


def regenerate(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    if waiting(job):
        return drawn(request, job, at, status=422, undecided=True)
    return as_it_is(request, job, at)


def as_it_is(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    return handed_over(request, job, at, lambda: refresh.request(job, actor="user"))


def started(said: str, job: Job) -> str:
    title, employer = shortened(job.title), shortened(job.employer)
    return say("{said} {title} at {employer}.", said=said, title=title, employer=employer)


def handed_over(
    request: HttpRequest, job: Job, at: Place, start: Callable[[], Operation]
) -> HttpResponse:
    try:
        start()
    except Problem as problem:
        return drawn(request, job, at, refused=problem.sentence, status=answered(problem))
    is_new = job.status == Status.DISCOVERED
    said = say("Getting ready:") if is_new else say("Rebuilding the PDF of")
    if asked := jobpage.asked(request, job):
        # What was started ends in a PDF, so its tab is the one to be on.
        messages.success(request, started(said, job))
        return see_other(jobpage.address(job.pk, "pdf", at=asked[1]))
    return done(request, job, at, following=job.pk, said=said)


AFTER: Mapping[str, Callable[[HttpRequest, Job, Place], HttpResponse]] = {
    "save": keep,
    "draft": draft,
    "finalize": finalize,
    "regenerate": regenerate,
    "as_it_is": as_it_is,
}
SUGGEST = frozenset(f"suggest_{name}" for name in (*TEXTS, "bullets"))


def said_of(watched: Operation) -> str:
    """What a finished draft brought, by what was asked for."""
    asked = watched.options.get("fields") or []
    return SUGGESTED if asked == ["bullets"] else DRAFTED


def watching(owner: User, text: str) -> Operation | None:
    try:
        return access.operation(owner, UUID(text)) if text else None
    except ValueError:
        return None
