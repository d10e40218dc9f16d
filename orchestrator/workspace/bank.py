"""The answer bank: listed, searched, added to, changed, and brought back after removal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Refused
from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import User
from orchestrator.workspace import bank_shown
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.bank_form import SavedForm
from tailoring import answers

PAGE = "/answers"
SHOWN, GONE_SHOWN = 100, 5
USUAL = (
    later("What is your notice period?"),
    later("What are your salary expectations?"),
    later("Why do you want to work here?"),
    later("Do you need visa sponsorship?"),
    later("What are your strengths?"),
    later("Are you willing to relocate?"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        asked = request.GET.get("question", "")[:1000]
        return drawn(request, SavedForm(question=asked))
    return kept(request, SavedForm(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, saved: UUID) -> HttpResponse:
    """The same page with the form in the place of one answer."""
    row = answers.one(access.owner(request), saved)
    form = SavedForm(request.POST if request.method == "POST" else None, saved=row)
    return kept(request, form) if request.method == "POST" else drawn(request, form)


@require_POST
def remove(request: HttpRequest, saved: UUID) -> HttpResponse:
    row = answers.one(access.owner(request), saved)
    answers.remove(row)
    said = say("Deleted the answer to “{shortened}”.", shortened=shortened(row.question))
    messages.success(request, said, extra_tags=f"{PAGE}/{row.pk}/restore")
    return see_other(PAGE)


@require_POST
def restore(request: HttpRequest, saved: UUID) -> HttpResponse:
    row = access.saved_answer(access.owner(request), saved)
    answers.restore(row)
    messages.success(
        request, say("The answer to “{shortened}” is back.", shortened=shortened(row.question))
    )
    return see_other(PAGE)


def kept(request: HttpRequest, form: SavedForm) -> HttpResponse:
    """Add or change; 422 and 409 show the form with every character kept."""
    if not form.is_valid():
        return drawn(request, form, status=422)
    try:
        store(access.owner(request), form, seen=request.POST.get("seen", ""))
    except Refused:
        return drawn(request, form, status=409, conflict=stored(form))
    messages.success(request, say("Saved.") if form.saved else say("Added to your answers."))
    return see_other(PAGE)


def store(owner: User, form: SavedForm, *, seen: str) -> None:
    """Raises Refused when the answer changed since `seen`."""
    given = form.cleaned_data
    if form.saved is None:
        answers.add(owner, given["question"], given["answer"], language=given["language"])
        return
    answers.change(form.saved, **given, expected=parse_datetime(seen[:40]))


def stored(form: SavedForm) -> tuple[tuple[str, str], ...]:
    assert form.saved is not None
    now = answers.one(form.saved.owner, form.saved.pk)
    return ((say("Question"), now.question), (say("Answer"), now.answer))


def drawn(request: HttpRequest, form: SavedForm, *, status: int = 200, **said: Any) -> HttpResponse:
    """`said`: a conflict."""
    owner = access.owner(request)
    words = request.GET.get("q", "").strip()[:200]
    context = {"form": form, "q": words, **listed(owner, form, words=words), **said}
    if "seen" in request.POST and not said:
        context["seen"] = request.POST["seen"][:40]
    return render(request, "answers/page.html", context, status=status)


def listed(owner: User, form: SavedForm, *, words: str) -> dict[str, object]:
    found = answers.of(owner, words)
    editing = form.saved.pk if form.saved else None
    rows: Sequence[bank_shown.Saved] = [
        bank_shown.saved(row, form=form if row.pk == editing else None) for row in found[:SHOWN]
    ]
    total = answers.of(owner).count()
    return {
        "answers": rows,
        "found": found.count(),
        "total": total,
        "editing": editing,
        "gone": answers.removed(owner)[:GONE_SHOWN],
        "seen": form.saved.updated_at.isoformat() if form.saved else "",
        "usual": () if total else USUAL,
    }
