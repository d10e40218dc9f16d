"""The list of bases, and the ways a new one comes in: a file, or a Reactive Resume server."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import say
from jobops.web.fragments import see_other
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.pipeline import edits
from orchestrator.templatetags.ui import plural
from tailoring import library, projects, reviews, upstream
from tailoring.documents import profile
from tailoring.documents.problems import DocumentError
from tailoring.forms.resume import ImportForm
from tailoring.models import ResumeDocument, ResumeIntake, ResumeVersion
from tailoring.rxresume import RxResumeError


@dataclass(frozen=True)
class Base:
    """One base on the list, with what of it a person recognises."""

    document: ResumeDocument
    headline: str
    counts: str


@require_safe
def bases(request: HttpRequest) -> HttpResponse:
    return listed(request, ImportForm())


@require_POST
def take_file(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return listed(request, form, status=422)
    owner, name = access.owner(request), form.cleaned_data["file"].name
    try:
        return taken(request, reviews.take(owner, form.content(), file_name=name))
    except DocumentError as refused:
        form.add_error("file", refused.sentence)
    return listed(request, form, status=422)


@require_safe
def server(request: HttpRequest) -> HttpResponse:
    """What the Reactive Resume server holds; its trouble is a sentence on the page, not an
    error.
    """
    try:
        rows = upstream.listed(access.owner(request), fresh="fresh" in request.GET)
        context: dict[str, object] = {"rows": rows}
    except RxResumeError as trouble:
        context = {"trouble": trouble.sentence, "connected": trouble.kind != "not_connected"}
    return render(request, "resume/server.html", context)


@require_POST
def take_upstream(request: HttpRequest) -> HttpResponse:
    try:
        saved = upstream.take(access.owner(request), request.POST.get("id", ""))
    except (RxResumeError, DocumentError) as trouble:
        context = {"trouble": trouble.sentence, "connected": True}
        return render(request, "resume/server.html", context, status=answer(trouble).status)
    return taken(request, saved)


@require_POST
def make_default(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = mine(request, pk)
    library.make_default(document)
    edits.resume_changed(access.owner(request))
    messages.success(request, say("{name} is now your default résumé.", name=document.name))
    return see_other("/design-resume")


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cannot be undone, so the page asks first and this needs its answer."""
    document = mine(request, pk)
    if request.POST.get("sure") != "yes":
        jobs = document.owner.jobs.filter(resume_id=document.pk).count()
        return render(request, "resume/remove.html", {"document": document, "jobs": jobs})
    library.remove(document)
    edits.resume_changed(access.owner(request))
    messages.success(request, say("{name} was deleted.", name=document.name))
    return see_other("/design-resume")


def listed(request: HttpRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    owner = access.owner(request)
    found = [summed_up(version) for version in library.current(owner)]
    context = {"bases": found, "form": form, "waiting": reviews.waiting(owner)}
    return render(request, "resume/list.html", context, status=status)


def summed_up(version: ResumeVersion) -> Base:
    data = version.data
    shown = profile.profile(data)
    kinds = {"experience": "position", "education": "degree", "skills": say("skill group")}
    counts = [
        (sum(item.section == kind for item in shown.items), noun) for kind, noun in kinds.items()
    ]
    counts.append((len(projects.catalogue(data)), "project"))
    said = ", ".join(plural(count, noun) for count, noun in counts if count)
    return Base(version.document, shown.headline, said or say("Nothing in it yet"))


def taken(request: HttpRequest, saved: library.Saved | ResumeIntake) -> HttpResponse:
    if isinstance(saved, ResumeIntake):
        return see_other(f"/design-resume/import/{saved.pk}")
    edits.resume_changed(access.owner(request))
    said = say("was imported") if saved.is_new else say("is here already; nothing was changed")
    messages.success(request, f"{saved.document.name} {said}.")
    return see_other(f"/design-resume/{saved.document.pk}")


def mine(request: HttpRequest, pk: UUID) -> ResumeDocument:
    document: ResumeDocument = access.resume(access.owner(request), pk)
    return document
