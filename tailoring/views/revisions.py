"""The versions of a base: listed, looked at beside now, restored; and what belongs to a base."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.pipeline import edits
from tailoring import library, revisions
from tailoring.documents import differences
from tailoring.forms.resume import DetailsForm
from tailoring.models import ResumeDocument, ResumeVersion
from tailoring.views.bases import mine

TYPES = {
    "pdf": ("application/pdf", "pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "text": ("text/plain; charset=utf-8", "txt"),
}
JSON = ("application/json", "json")


@require_safe
def listed(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = mine(request, pk)
    context = {"document": document, "revisions": revisions.listed(document)}
    return render(request, "resume/versions.html", context)


@require_safe
def one(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version beside another; beside the newest when none is named."""
    document = mine(request, pk)
    version = wanted(document, number)
    other = wanted(document, int(request.GET.get("with", "0") or 0) or document.revision)
    older, newer = sorted((version, other), key=lambda found: found.revision)
    found = differences.between(older.data, newer.data)
    numbers = [row.number for row in revisions.listed(document)]
    context = {"document": document, "version": version, "older": older, "newer": newer}
    return render(request, "resume/version.html", {**context, "found": found, "numbers": numbers})


@require_POST
def restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    document = mine(request, pk)
    revisions.restore(document, wanted(document, number), actor="user")
    edits.resume_changed(access.owner(request))
    messages.success(request, say("Version {number} is the newest again.", number=number))
    return see_other(f"/design-resume/{pk}")


@require_safe
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file it came from, byte for byte."""
    document = mine(request, pk)
    version = revisions.original(document)
    if version is None or version.original is None:
        raise Http404
    media_type, ending = TYPES.get(document.source, JSON)
    response = HttpResponse(bytes(version.original), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="resume-original.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def duplicate(request: HttpRequest, pk: UUID) -> HttpResponse:
    copied = library.duplicate(mine(request, pk))
    messages.success(request, say("{name} was made.", name=copied.name))
    return see_other(f"/design-resume/{copied.pk}")


def details(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = mine(request, pk)
    form = DetailsForm(request.POST if request.method == "POST" else None, document=document)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        context = {"document": document, "form": form}
        return render(request, "resume/details.html", context, status=status)
    library.describe(document, **form.cleaned_data)
    edits.resume_changed(access.owner(request))
    messages.success(request, say("{name} saved.", name=document.name))
    return see_other(f"/design-resume/{pk}")


def wanted(document: ResumeDocument, number: int) -> ResumeVersion:
    found = revisions.numbered(document, number)
    if found is None:
        raise Http404
    return found
