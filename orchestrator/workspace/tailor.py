"""Tailor: the form in the panel, drafts, and Finalize & Move to Ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BooleanField, BoundField, ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access, preferences
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import edits, process, refresh, texts
from orchestrator.workspace import jobpage, rows, wording
from orchestrator.workspace.answers import done, shortened
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.panels import panel
from orchestrator.workspace.rows import Place
from tailoring import library, projects, skill_lines
from tailoring.documents import profile, schema
from tailoring.documents.clean import plain
from tailoring.forms.tailor import TailorForm
from tailoring.tailor import stored_rules

# Who wrote a text → words and icon.
ORIGINS = {
    "": ("From your base", "resume"),
    "user": ("Written by you", "account"),
    "system": ("Computed", "check"),
    "computed": ("Computed", "check"),
    "model": ("Written by a model", "robot"),
}
TEXTS = {
    "headline": "tailored_headline",
    "summary": "tailored_summary",
    "skills": "tailored_skills",
}


@dataclass(frozen=True)
class Base:
    """What the résumé says where the job says nothing: shown beside each field."""

    name: str = ""
    headline: str = ""
    summary: str = ""
    skills: str = ""


@dataclass(frozen=True)
class Text:
    """One tailored text: its field, who wrote it, how long it is, and the base beside it."""

    name: str
    field: BoundField
    origin: str
    icon: str
    count: wording.Count
    base: tuple[wording.Piece, ...]


@dataclass(frozen=True)
class Tailor:
    """The form with what surrounds it. `drafting`: address to ask whether the draft is there."""

    form: TailorForm
    base: Base
    texts: tuple[Text, ...]
    is_first: bool
    upload_url: str
    said: str = ""
    refused: str = ""
    conflict: tuple[tuple[str, str], ...] = ()
    drafting: str = ""


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
    said = "" if refused or not watched else "The empty fields were drafted."
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
    given = tailor_form(job, request.POST)
    if not given.is_valid():
        return drawn(request, job, at, form=given, status=422)
    if given.is_outdated():
        return drawn(request, job, at, form=given, status=409, conflict=differences(given))
    stored = edits.save(job, given.changes(), actor="user")
    return AFTER[request.POST.get("then", "save")](request, stored, at)


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
    stored = edits.save(job, given.changes(), actor="user")
    now = tailor_form(stored)
    texts, redrawn = texts_of(now, base(stored)), now.choice() != given.choice()
    return {"form": now, "saved": True, "texts": texts, "redrawn": redrawn}


def keep(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(form_url(request, job, at))
    return drawn(request, job, at, said="Saved.")


def draft(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    """Fill empty fields in the worker; what is written stays."""
    empty = [name for name, column in TEXTS.items() if not getattr(job, column)]
    if not empty:
        return drawn(request, job, at, said="Nothing is empty. Clear a field to have it drafted.")
    try:
        operation = texts.request(job, actor="user", fields=[*empty, "projects"])
    except Problem as problem:
        return drawn(request, job, at, refused=problem.sentence, status=answered(problem))
    address = watch_url(form_url(request, job, at), operation)
    if not wants_fragment(request):
        return see_other(address)
    return drawn(request, job, at, drafting=address)


def finalize(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    return handed_over(request, job, at, lambda: process.request(job, actor="user"))


def as_it_is(request: HttpRequest, job: Job, at: Place) -> HttpResponse:
    return handed_over(request, job, at, lambda: refresh.request(job, actor="user"))


def handed_over(
    request: HttpRequest, job: Job, at: Place, start: Callable[[], Operation]
) -> HttpResponse:
    try:
        start()
    except Problem as problem:
        return drawn(request, job, at, refused=problem.sentence, status=answered(problem))
    said = "Getting ready:" if job.status == Status.DISCOVERED else "Rebuilding the PDF of"
    if asked := jobpage.asked(request, job):
        # What was started ends in a PDF, so its tab is the one to be on.
        messages.success(request, f"{said} {shortened(job.title)} at {shortened(job.employer)}.")
        return see_other(jobpage.address(job.pk, "pdf", at=asked[1]))
    return done(request, job, at, following=job.pk, said=said)


AFTER: Mapping[str, Callable[[HttpRequest, Job, Place], HttpResponse]] = {
    "save": keep,
    "draft": draft,
    "finalize": finalize,
    "regenerate": as_it_is,
    "as_it_is": as_it_is,
}


def drawn(
    request: HttpRequest,
    job: Job,
    at: Place,
    *,
    form: TailorForm | None = None,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    """`said`: refused, conflict, drafting or said, as in Tailor."""
    if form_url(request, job, at).startswith("/job/"):
        return on_page(request, job, form=form or tailor_form(job), status=status, **said)
    whole = {} if wants_fragment(request) else workspace(access.owner(request), at, job)
    found = around(job, at, form=form or tailor_form(job), **said)
    context = {**whole, "tailor": found, "panel": panel(job, at), "form": "tailor/_panel.html"}
    template = "tailor/_panel.html" if wants_fragment(request) else "jobs/page.html"
    return render(request, template, context, status=status)


def on_page(
    request: HttpRequest, job: Job, *, form: TailorForm, status: int, **said: Any
) -> HttpResponse:
    """The same form as a tab of the job's page."""
    asked = jobpage.asked(request, job)
    at = asked[1] if asked else jobpage.came_from(request, job)
    found = around(job, at or rows.Place(rows.HOME[job.status]), form=form, **said)
    content = {"tailor": replace(found, upload_url=jobpage.address(job.pk, "pdf", at=at))}
    return jobpage.shown(request, job, "tailoring", at=at, status=status, content=content)


def around(job: Job, at: Place, *, form: TailorForm, **said: Any) -> Tailor:
    said_by_base = base(job)
    return Tailor(
        form=form,
        base=said_by_base,
        texts=texts_of(form, said_by_base),
        is_first=job.status == Status.DISCOVERED,
        upload_url=f"/jobs/{at.tab}/{job.pk}/upload",
        **said,
    )


def texts_of(form: TailorForm, base: Base) -> tuple[Text, ...]:
    mine = preferences.of(form.job.owner)
    limits = {"summary": mine["summaryMaxWords"], "skills": mine["maxKeywordsPerSkill"]}
    return tuple(text_of(form, name, getattr(base, name), limits.get(name, 0)) for name in TEXTS)


def text_of(form: TailorForm, name: str, base: str, limit: int) -> Text:
    written = str(form[name].value() or "")
    count = wording.keywords if name == "skills" else wording.words
    compare = wording.compared_lines if name == "skills" else wording.compared
    author = origin(form.job, TEXTS[name])
    said, icon = ORIGINS.get(author, (f"By {author}", "robot"))
    return Text(
        name=name,
        field=form[name],
        origin=said,
        icon=icon,
        count=count(written, limit=limit),
        base=compare(base, written),
    )


def tailor_form(job: Job, data: Mapping[str, object] | None = None) -> TailorForm:
    version = library.base_of(job)
    catalogue = projects.catalogue(version.data) if version else ()
    rules = projects.normalise(stored_rules(job), catalogue)
    return TailorForm(
        data, job=job, catalogue=catalogue, rules=rules, bases=library.documents(job.owner)
    )


def base(job: Job) -> Base:
    version = library.base_of(job)
    if version is None:
        return Base()
    shown = profile.profile(version.data)
    groups = [
        {"name": item.title, "keywords": list(item.keywords)}
        for item in shown.items
        if item.section == "skills"
    ]
    basics = schema.read(version.data).basics
    return Base(
        version.document.name, basics.headline, plain(shown.summary), skill_lines.to_lines(groups)
    )


def origin(job: Job, column: str) -> str:
    """Who wrote a text: user, system or a model's name; empty when the base is printed."""
    return str(job.origins.get(column, "user")) if getattr(job, column) else ""


def differences(given: TailorForm) -> tuple[tuple[str, str], ...]:
    """Label and stored text of each field that differs from what was typed."""
    now = tailor_form(given.job)
    return tuple(
        (str(given[name].label), stored)
        for name in given.fields
        if name != "seen" and in_words(given[name]) != (stored := in_words(now[name]))
    )


def in_words(field: BoundField) -> str:
    """A value as the form shows it: what is chosen by its label, not by its key."""
    if isinstance(field.field, ChoiceField):
        return ", ".join(one.choice_label for one in field if one.data["selected"])
    if isinstance(field.field, BooleanField):
        return "Yes" if field.value() else "No"
    return str(field.value() or "").replace("\r\n", "\n")


def watching(owner: User, text: str) -> Operation | None:
    try:
        return access.operation(owner, UUID(text)) if text else None
    except ValueError:
        return None


def form_url(request: HttpRequest, job: Job, at: Place) -> str:
    """Where this form has its address: in the workspace, or on the job's page."""
    asked = jobpage.asked(request, job)
    if asked:
        return jobpage.address(job.pk, "tailoring", at=asked[1])
    if request.path.startswith("/job/"):
        return jobpage.address(job.pk, "tailoring", at=jobpage.came_from(request, job))
    return f"/jobs/{at.tab}/{job.pk}/tailor"


def watch_url(form_url: str, operation: Operation) -> str:
    return f"{form_url}{'&' if '?' in form_url else '?'}watch={operation.pk}"


def answered(problem: Problem) -> int:
    """422 keeps the form in place; 409 too, with the true state beside it."""
    return 409 if answer(problem).status == 409 else 422
