"""Registers of visa sponsors: a name looked up, how old each register is, loading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Refused
from jobops.lib.words import say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.models import Job, Sponsor, SponsorRegister, User
from orchestrator.pipeline import slots
from orchestrator.sponsors import loading, matching, searching, tending
from orchestrator.sponsors.reading import RegisterProblem
from orchestrator.sponsors.registers import SOURCES
from orchestrator.sponsors.searching import SearchProblem, Standing
from orchestrator.workspace import answers, jobpage, rows, sponsors_shown
from orchestrator.workspace.answers import Message
from orchestrator.workspace.places import Place
from orchestrator.workspace.sponsors_form import RegisterForm

PAGE = sponsors_shown.PAGE


@dataclass(frozen=True)
class Line:
    """A sponsor as the table shows it."""

    sponsor: Sponsor
    place: str


@dataclass(frozen=True)
class Found:
    """`error`: why nothing was looked for; `asked`: whether a name was given at all."""

    words: str
    lines: Sequence[Line] = ()
    more: bool = False
    error: str = ""

    @property
    def asked(self) -> bool:
        return bool(self.words) and not self.error


@dataclass(frozen=True)
class Register:
    """A register with the form that belongs to it."""

    standing: Standing
    form: RegisterForm | None

    @property
    def url(self) -> str:
        return f"{PAGE}/{self.standing.source.country}"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    if wants_fragment(request) and request.headers.get("HX-Target") == "registers":
        return render(request, "sponsors/_registers.html", shown(request, Found("")))
    found = search(request.GET.get("q", ""))
    return drawn(request, found, status=400 if found.error else 200)


def drawn(
    request: HttpRequest, found: Found, *, sent: RegisterForm | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "sponsors/page.html", shown(request, found, sent=sent), status=status)


def shown(
    request: HttpRequest, found: Found, *, sent: RegisterForm | None = None
) -> dict[str, object]:
    """`sent`: a form that was refused, in the place of its register's own."""
    staff, standings = access.owner(request).is_staff, searching.standings()
    return {
        "found": found,
        "registers": [Register(one, form(one, staff=staff, sent=sent)) for one in standings],
        "loaded": any(one.is_loaded for one in standings),
        "live": any(one.is_live for one in standings),
        "refused": sent,
    }


def form(standing: Standing, *, staff: bool, sent: RegisterForm | None) -> RegisterForm | None:
    """None for whoever may not load."""
    country = standing.source.country
    if sent is not None and sent.prefix == country:
        return sent
    return RegisterForm(prefix=country) if staff else None


def search(given: str) -> Found:
    if not given.strip():
        return Found("")
    try:
        hits = searching.find(given)
    except SearchProblem as problem:
        said = given[: searching.LONGEST].replace("\0", "")
        return Found(said, error=say(problem.sentence))
    lines = tuple(Line(one, SOURCES[one.register.country].place) for one in hits.sponsors)
    return Found(" ".join(given.split()), lines, hits.more)


@require_POST
def load(request: HttpRequest, country: str) -> HttpResponse:
    """Have it fetched from its publisher."""
    access.require_staff(request)
    register = known(country)
    try:
        slots.require_worker()
        begun = tending.ask(register)
    except Refused as problem:
        messages.error(request, say(problem.sentence))
        return see_other(PAGE)
    messages.info(request, said(begun))
    return see_other(PAGE)


@require_POST
def send(request: HttpRequest, country: str) -> HttpResponse:
    """Have a file loaded that an administrator chose."""
    access.require_staff(request)
    register, sent = known(country), RegisterForm(request.POST, request.FILES, prefix=country)
    begun = taken(access.owner(request), register, sent)
    if sent.errors:
        return drawn(request, Found(""), sent=sent, status=422)
    messages.info(request, said(begun))
    return see_other(PAGE)


def taken(owner: User, register: SponsorRegister, sent: RegisterForm) -> bool:
    """Whether a load begins; why there cannot be one is said at the field."""
    if not sent.is_valid():
        return False
    try:
        slots.require_worker()
    except Refused as problem:
        sent.add_error("file", say(problem.sentence))
        return False
    given = sent.cleaned_data
    return tending.send(owner, register, given["file"], forced=given["forced"])


@require_POST
def automatic(request: HttpRequest, country: str) -> HttpResponse:
    """Every week by itself, or not."""
    access.require_staff(request)
    tending.switch(known(country), on=request.POST.get("on") == "yes")
    return see_other(PAGE)


@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Compare a job's employer once more."""
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    try:
        matching.check(job)
    except RegisterProblem as problem:
        return unanswered(request, job, at, problem)
    message = Message(sponsors_shown.sentence(job), undo="")
    return answers.done(request, job, at, following=job.pk, message=message)


def unanswered(request: HttpRequest, job: Job, at: Place, problem: RegisterProblem) -> HttpResponse:
    """Nothing moved, so the true panel is shown with the reason."""
    told = {"refused": say(problem.sentence), "way_out": (say("Sponsors"), PAGE)}
    if asked := jobpage.asked(request, job):
        return jobpage.refused(request, job, asked, status=409, **told)
    return answers.true(request, job, at, status=409, **told)


def known(country: str) -> SponsorRegister:
    if country not in SOURCES:
        raise Http404
    return loading.register_of(country)


def said(begun: bool) -> str:
    if not begun:
        return say("This register is being loaded already.")
    return say("The register is being loaded. You can leave this page; what is loaded holds on.")
