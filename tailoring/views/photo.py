"""The photo of a base résumé: its page, its picture, and taking it in or away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import preferences
from orchestrator.pipeline import edits
from tailoring import photos
from tailoring.forms.photo import PhotoForm
from tailoring.models import ResumeDocument
from tailoring.views.bases import mine


def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = mine(request, pk)
    if request.method != "POST":
        return drawn(request, document, PhotoForm())
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, document, form, status=422)
    photos.keep(document, form.cleaned_data["photo"])
    edits.resume_changed(document.owner)
    messages.success(request, say("The photo was saved."))
    return see_other(request.path)


@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    photo = photos.of(mine(request, pk))
    if photo is None:
        raise Http404
    response = HttpResponse(bytes(photo.content), content_type=photo.media_type)
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = mine(request, pk)
    photos.remove(document)
    edits.resume_changed(document.owner)
    messages.success(request, say("The photo was deleted."))
    return see_other(f"/design-resume/{pk}/photo")


def drawn(
    request: HttpRequest, document: ResumeDocument, form: PhotoForm, *, status: int = 200
) -> HttpResponse:
    photo = photos.of(document)
    context = {
        "document": document,
        "form": form,
        "photo": photo,
        "shown": (photo.width // 2, photo.height // 2) if photo else (),
        "is_printed": preferences.of(document.owner)["pdfPhoto"],
    }
    return render(request, "resume/photo.html", context, status=status)
