"""The facts an owner confirmed beside the résumé: listed, added, taken back, brought back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Job, User
from orchestrator.pipeline import edits
from tailoring import facts, library
from tailoring.documents import places
from tailoring.forms.facts import FactForm
from tailoring.models import ResumeDocument

PAGE = "/design-resume/facts"


@dataclass(frozen=True)
class Stated:
    """One fact. `about`: the entry it is bound to, in words; `job`: where it was confirmed."""

    id: str
    text: str
    about: str
    job: Job | None
    at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    form = FactForm(request.POST or None, entries=entries(owner))
    if request.method != "POST":
        return shown(request, owner, form)
    if not form.is_valid():
        return shown(request, owner, form, status=422)
    document, item = bound(owner, form.cleaned_data["about"])
    facts.add(owner, form.cleaned_data["text"], document=document, item_id=item)
    messages.success(request, say("Added to your facts."))
    return see_other(PAGE)


@require_POST
def remove(request: HttpRequest, stated: UUID) -> HttpResponse:
    row = access.statement(access.owner(request), stated)
    edits.remove_fact(row)
    messages.success(
        request, say("Taken out of your facts."), extra_tags=f"{PAGE}/{row.pk}/restore"
    )
    return see_other(PAGE)


@require_POST
def restore(request: HttpRequest, stated: UUID) -> HttpResponse:
    edits.restore_fact(access.statement(access.owner(request), stated))
    messages.success(request, say("It is a fact again."))
    return see_other(PAGE)


def shown(request: HttpRequest, owner: User, form: FactForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "facts": tuple(listed(owner))}
    return render(request, "resume/facts.html", context, status=status)


def listed(owner: User) -> Iterator[Stated]:
    called = {version.document_id: places.names(version.data) for version in library.current(owner)}
    for fact in facts.listed(owner):
        known = called.get(fact.document_id, {}) if fact.document_id else {}
        yield Stated(
            str(fact.pk), fact.text, known.get(fact.item_id, ""), fact.job, fact.created_at
        )


def entries(owner: User) -> Mapping[str, str]:
    """What a fact can be about: entries of every base, by "<document>/<entry>"."""
    return {
        f"{version.document_id}/{item}": name
        for version in library.current(owner)
        for item, name in places.names(version.data).items()
    }


def bound(owner: User, about: str) -> tuple[ResumeDocument | None, str]:
    document, _, item = about.partition("/")
    return (library.own(owner, UUID(document)), item) if item else (None, "")
