"""Import one posting: by address or text, reviewed by a person before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jobops.lib.errors import Problem
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.jobs import alike, capture
from orchestrator.jobs.alike import Known
from orchestrator.jobs.capture import Captured
from orchestrator.jobs.capture_draft import Draft
from orchestrator.models import Job
from orchestrator.pipeline import imports
from orchestrator.workspace import imports_draft
from orchestrator.workspace.addresses import is_id
from orchestrator.workspace.imports_form import AddressForm, FileForm, PasteForm, ReviewForm

CSV = """\
title,company,url,location,description
Gameplay Engineer,Acme Games,https://acme.example/jobs/17,Leeds,"We need C++ and Unity."
"""
JSON = """\
[
  {
    "title": "Gameplay Engineer",
    "employer": "Acme Games",
    "jobUrl": "https://acme.example/jobs/17",
    "location": "Leeds",
    "description": "We need C++ and Unity."
  }
]
"""


@dataclass(frozen=True)
class Review:
    """One draft as a form, with the jobs it may already be."""

    form: ReviewForm
    packed: str
    known: tuple[Known, ...] = ()
    tailors: bool = True
    mail: str = ""

    @property
    def same(self) -> Job | None:
        return next((one.job for one in self.known if one.is_same), None)

    @property
    def seen(self) -> str:
        """Ids of the alike jobs this page shows; the next step need not ask about them again."""
        return ",".join(str(one.job.pk) for one in self.known)


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request, address=AddressForm(initial={"url": request.GET.get("url", "")[:2000]}))


def drawn(request: HttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The three ways in; `forms` carries the one that was used, with what was typed."""
    given = {"address": AddressForm(), "paste": PasteForm(), "file": FileForm(), **forms}
    context = {**given, "csv": CSV, "json": JSON}
    return render(request, "imports/page.html", context, status=status)


def from_address(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return see_other("/import")
    form = AddressForm(request.POST)
    if not form.is_valid():
        return drawn(request, status=422, address=form)
    url = form.cleaned_data["url"]
    try:
        found = imports.from_url(url, today=timezone.localdate())
    except Problem as problem:
        form.add_error("url", problem.sentence)
        return drawn(request, status=422, address=form, paste=PasteForm(initial={"address": url}))
    return read(request, found, url=url)


def from_paste(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return see_other("/import")
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, status=422, paste=form)
    try:
        found = pasted(form)
    except Problem as problem:
        form.add_error("page" if form.cleaned_data["page"] else "text", problem.sentence)
        return drawn(request, status=422, paste=form)
    return read(request, found, url=form.cleaned_data["address"])


def pasted(form: PasteForm) -> Captured:
    """Raises CaptureProblem. A saved page counts before words beside it."""
    given, today = form.cleaned_data, timezone.localdate()
    if given["page"]:
        content = given["page"].read()
        return capture.from_bytes(content, charset=None, url=given["address"], today=today)
    return capture.from_anything(given["text"], url=given["address"], today=today)


def read(request: HttpRequest, found: Captured, *, url: str) -> HttpResponse:
    """The review of the one posting that was found, or the list of several."""
    drafts = [imports_draft.typed(one, url) for one in found.drafts]
    if len(drafts) > 1:
        # Each keeps its own address: the one that was typed is that of the list.
        context = {"drafts": found.drafts, "packed": imports_draft.packed(found.drafts)}
        return render(request, "imports/choose.html", context)
    return reviewed(request, drafts[0])


def choose(request: HttpRequest) -> HttpResponse:
    drafts = imports_draft.unpacked(request.POST.get("drafts", ""))
    picked = request.POST.get("pick", "")
    if not picked.isdecimal() or int(picked) >= len(drafts):
        return see_other("/import")
    return reviewed(request, drafts[int(picked)])


def reviewed(request: HttpRequest, draft: Draft, *, mail: str = "") -> HttpResponse:
    """The first look at a draft; here and only here a model is asked for what is empty. `mail`: the
    one it is made from, which is then linked to it.
    """
    owner = access.owner(request)
    draft = imports.completed(owner, draft)
    form = ReviewForm(draft=draft)
    values = {name: form[name].initial or "" for name in form.fields}
    trial = ReviewForm(values, draft=draft)
    found = tuple(alike.known(owner, trial.posting())) if trial.is_valid() else ()
    return shown(request, form, known=found, mail=mail)


def shown(
    request: HttpRequest, form: ReviewForm, *, known: tuple[Known, ...] = (), status: int = 200,
    mail: str = "",
) -> HttpResponse:  # fmt: skip
    view = Review(
        mail=mail or request.POST.get("mail", "")[:36],
        form=form, packed=imports_draft.packed([form.draft]), known=known,
        tailors=imports.tailors_by_itself(access.owner(request)),
    )  # fmt: skip
    return render(request, "imports/review.html", {"review": view}, status=status)


def save(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return see_other("/import")
    drafts = imports_draft.unpacked(request.POST.get("draft", ""))
    form = ReviewForm(request.POST, draft=drafts[0] if drafts else Draft())
    if not form.is_valid():
        return shown(request, form, status=422)
    owner, then = access.owner(request), request.POST.get("then", "")
    known = tuple(alike.known(owner, form.posting()))
    if not agreed(known, then=then, seen=request.POST.get("seen", "")):
        return shown(request, form, known=known, status=409)
    return see_other(kept(request, form, then=then))


def agreed(known: tuple[Known, ...], *, then: str, seen: str) -> bool:
    """Whether the person knows what is here: the same job is only updated, an alike one shown."""
    if any(one.is_same for one in known):
        return then == "update"
    return {str(one.job.pk) for one in known} <= set(seen.split(","))


def kept(request: HttpRequest, form: ReviewForm, *, then: str) -> str:
    """Store it; the address to go on to. What goes wrong afterwards takes nothing back."""
    brought = imports.keep(access.owner(request), form.posting(), actor="user")
    job = brought.job
    if brought.already:
        messages.success(request, say("{job} is up to date.", job=job))
        return onwards(request, job, "all")
    if then == "tailor":
        tailor(request, job)
    else:
        messages.success(request, say("Imported {job}.", job=job))
    return onwards(request, job, "discovered")


def onwards(request: HttpRequest, job: Job, tab: str) -> str:
    """The job in its list; the mail it was made from, which still waits to be linked."""
    mail = request.POST.get("mail", "")
    return f"/tracking-inbox/{mail}?job={job.pk}" if is_id(mail) else f"/jobs/{tab}/{job.pk}"


def tailor(request: HttpRequest, job: Job) -> None:
    try:
        imports.tailored(job, actor="user")
    except Problem as problem:
        messages.warning(request, f"Imported {job}, not tailored: {problem.sentence}")
    else:
        messages.success(request, say("Imported {job}. It is being tailored.", job=job))
