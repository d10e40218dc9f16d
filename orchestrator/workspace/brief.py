"""The Brief tab: what the job is, how it fits, why it is here, and the form that corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from jobops.lib.errors import Refused
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.jobs import clean, duplicates
from orchestrator.models import Job
from orchestrator.pipeline import edits
from orchestrator.sources import credit
from orchestrator.templatetags.ui import clock, day
from orchestrator.workspace import jobpage, sponsors_shown, story
from orchestrator.workspace.details_form import DetailsForm
from orchestrator.workspace.factual import Fact, facts
from orchestrator.workspace.fit import Assessment, assessment
from orchestrator.workspace.former import Former, former
from orchestrator.workspace.kin import Family, family
from orchestrator.workspace.marks import Mark, marks
from orchestrator.workspace.rows import HOME

MOVES_TOLD = 3


@dataclass(frozen=True)
class Before:
    """An earlier application to what looks like the same job."""

    title: str
    employer: str
    url: str
    on: str
    likeness: int


@dataclass(frozen=True)
class Brief:
    """Named like the parts of a panel, whose templates draw them."""

    why: str
    before: Before | None
    marks: tuple[Mark, ...]
    family: Family | None
    sponsor: sponsors_shown.Badge | None
    former: tuple[Former, ...]
    assessment: Assessment | None
    scoring: str
    facts: tuple[Fact, ...]
    html: str
    text: str
    links: tuple[tuple[str, str], ...]
    edit_url: str


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    at = jobpage.came_from(request, job)
    found = brief(job, edit_url=jobpage.address(job.pk, "edit", at=at))
    return jobpage.shown(request, job, "brief", content={"brief": found})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The details as a form of their own."""
    job = access.job(access.owner(request), pk)
    if request.method != "POST":
        return drawn(request, job, DetailsForm(job=job))
    return saved(request, job, DetailsForm(request.POST, job=job))


def saved(request: HttpRequest, job: Job, form: DetailsForm) -> HttpResponse:
    """Store what was corrected; 422 and 409 show the form with every character kept."""
    if not form.is_valid():
        return drawn(request, job, form, status=422)
    if form.is_outdated():
        return drawn(request, job, form, status=409, conflict=form.differences())
    try:
        edits.save(job, form.changes(), actor="user", expected=job.updated_at)
    except Refused as problem:
        return refused(request, job, form, problem)
    asked = jobpage.asked(request, job)
    return see_other(jobpage.address(job.pk, "brief", at=asked[1] if asked else None))


def refused(request: HttpRequest, job: Job, form: DetailsForm, problem: Refused) -> HttpResponse:
    """What moved while this was saved is compared anew; anything else is about the address."""
    if problem.kind == "revision_mismatch":
        fresh = access.job(job.owner, job.pk)
        return saved(request, fresh, DetailsForm(request.POST, job=fresh))
    form.add_error("job_url", problem.sentence)
    return drawn(request, job, form, status=422)


def drawn(
    request: HttpRequest,
    job: Job,
    form: DetailsForm,
    *,
    status: int = 200,
    conflict: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    asked = jobpage.asked(request, job)
    content = {"form": form, "conflict": conflict}
    return jobpage.shown(
        request, job, "brief", at=asked[1] if asked else None, status=status,
        content=content, template="job/edit.html",
    )  # fmt: skip


def brief(job: Job, *, edit_url: str) -> Brief:
    html = clean.safe_html(job.description_html) if job.description_html else ""
    return Brief(
        why=why(job),
        before=before(job),
        marks=marks(job),
        family=family(job),
        sponsor=sponsors_shown.badge(job),
        former=former(job),
        assessment=assessment(job),
        scoring=f"/jobs/{HOME[job.status]}/{job.pk}/fit" if job.score_token else "",
        facts=facts(job),
        html=html,
        text="" if html else job.description or "",
        links=links(job),
        edit_url=edit_url,
    )


def why(job: Job) -> str:
    """Where it came from and its last moves, in one sentence."""
    origin = (
        say("from {named}", named=credit.named(job.source))
        if job.source != credit.OWN
        else say("by you")
    )
    moves = list(job.events.moves().order_by("-seq")[:MOVES_TOLD])
    told = [
        say(
            "Added {origin} on {discovered_at}",
            origin=origin,
            discovered_at=clock(job.discovered_at),
        )
    ]
    for event in reversed(moves):
        text = story.told(event)
        actor = story.ACTORS.get(event.actor, event.actor)
        told.append(
            say(
                "{lower}{text_} by {actor} on {at}",
                lower=text[:1].lower(),
                text_=text[1:],
                actor=actor,
                at=clock(event.at),
            )
        )
    return f"{say('; then ').join(told)}."


def before(job: Job) -> Before | None:
    match = duplicates.applied_before(job)
    applied_at = match.job.applied_at if match else None
    if match is None or applied_at is None:
        return None
    other, on = match.job, day(applied_at.date())
    return Before(other.title, other.employer, f"/job/{other.pk}", on, match.score)


def links(job: Job) -> tuple[tuple[str, str], ...]:
    named = (
        (say("Posting"), job.job_url),
        (say("Application"), job.application_link),
        (say("Employer"), job.employer_url),
    )
    return tuple((name, url) for name, url in named if url and url.startswith("http"))
