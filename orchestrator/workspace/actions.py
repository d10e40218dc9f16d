"""What the buttons of a panel do: one verb each, then the next job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web.fragments import shown, wants_fragment
from orchestrator import access, lifecycle
from orchestrator.models import Job
from orchestrator.pipeline import judge, process, refresh
from orchestrator.tracking import stages
from orchestrator.workspace import rows
from orchestrator.workspace.answers import done, refused
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.panels import panel
from pdfs import uploads


@dataclass(frozen=True)
class Verb:
    """`leaves`: the person is done with this job, so the next one is shown."""

    run: Callable[[Job], object]
    said: str
    leaves: bool = False


def move(action: str) -> Callable[[Job], object]:
    return lambda job: lifecycle.move(job, action, actor="user")


def to_ready(job: Job) -> object:
    """A PDF that is there and wanted is offered at once; without one the job is prepared first."""
    if job.has_sound_pdf:
        return lifecycle.move(job, "mark_ready", actor="user")
    return process.request(job, actor="user")


VERBS: Mapping[str, Verb] = {
    "skip": Verb(move("skip"), later("Skipped"), leaves=True),
    "apply": Verb(
        lambda job: stages.apply(job, actor="user"), later("Marked applied:"), leaves=True
    ),
    "ready": Verb(to_ready, later("Getting ready:"), leaves=True),
    "return": Verb(move("return_to_discovered"), later("Back in Discovered:"), leaves=True),
    "expire": Verb(move("expire"), later("Marked as closed:"), leaves=True),
    "reopen": Verb(move("reopen"), later("Reopened"), leaves=True),
    "cancel": Verb(move("cancel_processing"), later("Cancelled:")),
    "regenerate": Verb(
        lambda job: refresh.request(job, actor="user"), later("Rebuilding the PDF of")
    ),
    "generate": Verb(
        lambda job: refresh.request(job, actor="user", replace_uploaded=True),
        later("Rebuilding the PDF of"),
    ),
    "rescore": Verb(lambda job: judge.request(job, actor="user", force=True), later("Rescoring")),
}


@require_POST
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    owner = access.owner(request)
    job = access.job(owner, pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    chosen = VERBS[verb]
    following = rows.neighbour(owner, job, at) if chosen.leaves else job.pk
    try:
        chosen.run(job)
    except Problem as problem:
        return refused(request, job, at, problem)
    return done(request, job, at, following=following, said=chosen.said)


@require_POST
def undo(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """The job that comes back is shown again, in its old place."""
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    try:
        stages.take_back(job, actor="user", event_id=event)
    except Problem as problem:
        return refused(request, job, at, problem)
    was_here = job.status in at.kind.statuses
    return done(request, job, at, following=job.pk, said=say("Undone:"), returns=not was_here)


@require_safe
def upload_form(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    owner, at = access.owner(request), rows.place(tab, request.GET)
    job = access.job(owner, pk)
    doing = {"doing": say("Own PDF")}
    if wants_fragment(request):
        return shown(request, "", "jobs/_panel_upload.html", {"panel": panel(job, at), **doing})
    context = {**workspace(owner, at, job), "form": "jobs/_panel_upload.html", **doing}
    return render(request, "jobs/page.html", context)


@require_POST
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    try:
        attach(request, job)
    except Problem as problem:
        return refused(request, job, at, problem)
    return done(request, job, at, following=job.pk, said=say("PDF attached to"))


def attach(request: HttpRequest, job: Job) -> None:
    brought = request.FILES.get("file")
    if brought is None:
        raise uploads.UploadError("not_a_pdf", say("No file was chosen. Nothing was changed."))
    if (brought.size or 0) > uploads.LIMIT:
        raise uploads.UploadError("too_large")
    uploads.attach(
        job,
        brought.read(),
        file_name=brought.name or "",
        media_type=brought.content_type or "",
        actor="user",
    )
