"""Settings, Export and import: everything out in one archive, and one in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web import files, problems
from jobops.web.fragments import see_other
from orchestrator import access, incoming
from orchestrator.models import Operation
from orchestrator.ops import parcels
from orchestrator.pipeline import cancelling
from orchestrator.templatetags import ui
from orchestrator.templatetags.ui import clock, plural
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/export"
LARGEST = 2 * 1024 * 1024 * 1024
# What rows of a table are called.
NOUNS: Mapping[str, str] = {
    "Job": "job",
    "Note": "note",
    "Document": "document",
    "StageEvent": "step",
    "Interview": "interview",
    "ToDo": "to-do",
    "Contact": "contact",
    "InboundMessage": "mail",
    "SentPacket": "packet",
    "CoverLetter": "letter",
    "JobAnswer": "answer",
    "SavedAnswer": later("saved answer"),
    "ChatMessage": later("chat message"),
    "ResumeDocument": "résumé",
    "RenderedPdf": "PDF",
    "Fact": "fact",
    "SavedPrompt": later("saved prompt"),
    "SearchPreset": later("saved search"),
    "FollowedBoard": later("followed board"),
    "Settings": "setting",
}


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label=later("The file"),
        help_text=later(
            "An export of JobOps (.zip), a spreadsheet saved as CSV, or a JobOps database."
        ),
        widget=forms.FileInput({"accept": ".zip,.csv,.tsv,.txt,.db,.sqlite,.sqlite3"}),
        error_messages={
            "required": later("Choose the file."),
            "empty": later("This file is empty."),
        },
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(say("Give a file of at most 2 GiB."))
        return given


@dataclass(frozen=True)
class Parcel:
    """An export or an import as a page shows it. `figures`: what it holds or brought."""

    id: str
    url: str
    at: Any
    state: str
    live: bool
    done: int
    total: int
    why: str
    name: str
    size: str
    download_url: str
    figures: tuple[str, ...]
    here: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    refusals: int
    dry: bool
    can_bring: bool

    @property
    def page_title(self) -> str:
        return say(
            "{startswith} of {at}",
            startswith="Import" if self.url.startswith(f"{HERE}/in/") else "Export",
            at=clock(self.at),
        )


def page(request: HttpRequest) -> HttpResponse:
    """A POST makes an export."""
    owner = access.owner(request)
    if request.method != "POST":
        return drawn(request, ArchiveForm())
    try:
        made = parcels.request_export(owner)
    except Problem as refused:
        status = problems.answer(refused).status
        return drawn(request, ArchiveForm(), refused=refused.sentence, status=status)
    return see_other(f"{HERE}/{made.pk}")


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Look into what was sent, in the worker; nothing is stored yet."""
    owner, form = access.owner(request), ArchiveForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, form, status=422)
    given = form.cleaned_data["file"]
    try:
        digest = incoming.keep(owner.pk, given)
        made = parcels.request_import(owner, digest, name=given.name or "", dry=True)
    except Problem as refused:
        form.add_error("file", refused.sentence)
        return drawn(request, form, status=422)
    return see_other(f"{HERE}/in/{made.pk}")


@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    made = parcels.of(access.owner(request), pk, kind=parcels.EXPORT)
    return one(request, made)


@require_safe
def archive(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    made = parcels.of(access.owner(request), pk, kind=parcels.EXPORT)
    return files.serve(request, parcels.offered(made))


def taken(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, and what it found; a POST brings in what was looked at."""
    owner = access.owner(request)
    made = parcels.of(owner, pk, kind=parcels.IMPORT)
    if request.method != "POST":
        return one(request, made)
    try:
        options = made.options
        begun = parcels.request_import(owner, options["digest"], name=options["name"], dry=False)
    except Problem as refused:
        messages.error(request, refused.sentence)
        return see_other(HERE)
    return see_other(f"{HERE}/in/{begun.pk}")


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    cancelling.cancel(access.operation(access.owner(request), pk), actor="user")
    return see_other(HERE)


def one(request: HttpRequest, operation: Operation) -> HttpResponse:
    context = {**frame(SECTIONS["export"]), "parcel": parcel(operation)}
    return render(request, "parcels/one.html", context)


def drawn(
    request: HttpRequest, form: ArchiveForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    owner = access.owner(request)
    context = {
        **frame(SECTIONS["export"]),
        "form": form,
        "refused": refused,
        "exports": [parcel(one) for one in parcels.listed(owner, kind=parcels.EXPORT)],
        "imports": [parcel(one) for one in parcels.listed(owner, kind=parcels.IMPORT)],
    }
    return render(request, "parcels/page.html", context, status=status)


def parcel(operation: Operation) -> Parcel:
    result, options = operation.result, operation.options
    report, out = result.get("report") or {}, operation.kind == parcels.EXPORT
    done, dry = operation.status == "succeeded", bool(options.get("dry"))
    is_there = out and parcels.is_there(operation)
    return Parcel(
        id=str(operation.pk),
        url=f"{HERE}/{operation.pk}" if out else f"{HERE}/in/{operation.pk}",
        at=operation.created_at,
        state=operation.status,
        live=operation.status in ("queued", "running"),
        done=int(result.get("done", 0)),
        total=int(result.get("total", 0)),
        why=str((operation.error or {}).get("message", "")),
        name=str(options.get("name", "")),
        size=ui.size(result["size"]) if "size" in result else "",
        download_url=f"{HERE}/{operation.pk}.zip" if is_there else "",
        figures=counted(result.get("counts") or report.get("new") or {}),
        here=counted(report.get("here") or {}),
        refused=tuple((str(what), str(why)) for what, why in report.get("refused") or ()),
        refusals=int(report.get("refusals", 0)),
        dry=dry,
        can_bring=done and dry and bool(report.get("new")),
    )


def counted(counts: Mapping[str, int]) -> tuple[str, ...]:
    """In the order of NOUNS; what is not named there goes without saying."""
    return tuple(plural(counts[name], noun) for name, noun in NOUNS.items() if counts.get(name))
