"""The board: what was applied for, in lanes by stage. Every way to move a card ends at one door."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.leases import Busy, Superseded
from orchestrator.models import Job
from orchestrator.tracking import board as verbs
from orchestrator.tracking import standing
from orchestrator.tracking.board import CardMoved
from orchestrator.tracking.derive import OUTCOMES, STAGES
from orchestrator.tracking.stages import SENT
from orchestrator.workspace.answers import Message, shortened
from orchestrator.workspace.board_asked import Asked, asked
from orchestrator.workspace.board_view import board
from orchestrator.workspace.pulse import pulse

# How it ended, while nobody knows.
UNKNOWN = "unknown"
ENDS = ((UNKNOWN, later("Not known yet")), *OUTCOMES.items())


@dataclass(frozen=True)
class Choice:
    """A card on its way without a script: its lane, and where it may go. `ending`: how it ended
    is asked.
    """

    job: Job
    seen: str
    moves: tuple[tuple[str, str], ...]
    ends: tuple[tuple[str, str], ...]
    url: str
    back: str
    ending: bool


@require_safe
@vary_on_headers("HX-Request")
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request, asked(request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`seen` is the lane the card was taken from. Closing asks how it ended before anything is
    written.
    """
    job, at = access.job(access.owner(request), pk), asked(request.GET)
    stage, outcome = (request.POST.get(name, "") for name in ("stage", "outcome"))
    if stage not in STAGES or (stage == "closed" and outcome not in dict(ENDS)):
        return choose(request, job, at, ending=stage == "closed")
    ended = outcome if stage == "closed" and outcome != UNKNOWN else None
    seen = request.POST.get("seen", "")
    try:
        _, event = verbs.move(job, stage, seen=seen, outcome=ended, actor="user")
    except (CardMoved, Superseded, Busy) as problem:
        return refused(request, job, at, problem)
    undo = f"/job/{job.pk}/undo/step/{event.pk}?{at.back}" if event else ""
    return moved(request, job, at, Message(told(job, stage), undo))


def told(job: Job, stage: str) -> str:
    return say("Moved to {stages}: {named}.", stages=STAGES[stage], named=named(job))


def choose(request: HttpRequest, job: Job, at: Asked, *, ending: bool) -> HttpResponse:
    """Without a script, on a page of its own."""
    if job.status not in SENT:
        return see_other(at.url)
    return render(request, "board/move.html", {"choice": choice(job, at, ending=ending)})


def choice(job: Job, at: Asked, *, ending: bool) -> Choice:
    seen = standing.stage_of(job)
    return Choice(
        job=job,
        seen=seen,
        moves=tuple((key, label) for key, label in STAGES.items() if key != seen),
        ends=ENDS,
        url=at.of(job.pk),
        back=f"{at.url}#card-{job.pk}",
        ending=ending,
    )


def moved(request: HttpRequest, job: Job, at: Asked, message: Message) -> HttpResponse:
    if wants_fragment(request):
        return drawn(request, at, moved=str(job.pk), message=message)
    messages.success(request, message.text, extra_tags=message.undo)
    return see_other(f"{at.url}#card-{job.pk}")


def refused(request: HttpRequest, job: Job, at: Asked, problem: Problem) -> HttpResponse:
    """The board as it is, and why the card is back."""
    return drawn(request, at, moved=str(job.pk), status=409, refusal=problem.sentence)


def drawn(
    request: HttpRequest, at: Asked, *, moved: str = "", status: int = 200, **told: object
) -> HttpResponse:
    owner = access.owner(request)
    context: dict[str, object] = {"board": board(owner, at, moved=moved), "ends": ENDS, **told}
    template = "board/page.html"
    if wants_fragment(request):
        template, context["pulse"] = "board/_answer.html", pulse(owner)
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def named(job: Job) -> str:
    return say(
        "{shortened} at {shortened2}",
        shortened=shortened(job.title),
        shortened2=shortened(job.employer),
    )
