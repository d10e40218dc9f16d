"""What the browser is told after something was wished in a chat. The box that somebody writes in is
never replaced: a fragment brings the messages and what stands around the box.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.errors import Invalid, Problem
from jobops.lib.once import reading
from jobops.lib.words import later
from jobops.web.fragments import see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator.models import Job
from orchestrator.workspace import jobpage
from orchestrator.workspace.chat_view import MOST, NOTHING, SHOWN, Said, chat, now

TAB = "ghostwriter"
WAYS_OUT: Mapping[str, tuple[str, str]] = {
    "budget_exhausted": (later("Model settings"), "/settings/models"),
    "context_too_large": (later("Writing settings"), "/settings/writing"),
    "images_unsupported": (later("Model settings"), "/settings/models"),
}


def drawn(
    request: HttpRequest, job: Job, *, status: int = 200, said: Said = NOTHING
) -> HttpResponse:
    """The tab with the chat."""
    asked = jobpage.asked(request, job)
    at = asked[1] if asked else jobpage.came_from(request, job)
    token = f"job/{TAB}?{at.token if at else ''}"
    found = now(job)
    with reading():
        content = {"chat": chat(job, found, place=token, count=count(request), said=said)}
        return jobpage.shown(request, job, TAB, at=at, status=status, content=content)


def done(
    request: HttpRequest, job: Job, act: Callable[[], str], *, said: Said = NOTHING
) -> HttpResponse:
    """Do it, and show how the chat stands then. `act` answers what there is to tell, if anything. A
    refusal keeps what was `said`.
    """
    try:
        told = act()
    except Problem as problem:
        return refused(request, job, problem, said=said)
    if told:
        messages.success(request, told)
    if wants_fragment(request):
        return fragment(request, job)
    asked = jobpage.asked(request, job)
    return see_other(f"{jobpage.address(job.pk, TAB, at=asked[1] if asked else None)}#chat-end")


def refused(request: HttpRequest, job: Job, problem: Problem, *, said: Said) -> HttpResponse:
    """The true state and one sentence. A page swaps what is answered with 409 or 422 only."""
    found = answer(problem)
    if found.status >= 500 and found.status != 503:
        raise problem
    way_out = WAYS_OUT.get(str(found.details.get("reason", "")))
    said = replace(said, refused=sentence(problem), way_out=way_out)
    if not wants_fragment(request):
        return drawn(request, job, status=found.status, said=said)
    status = 409 if found.status == 409 else 422
    return fragment(request, job, status=status, said=said)


def fragment(
    request: HttpRequest, job: Job, *, status: int = 200, said: Said = NOTHING
) -> HttpResponse:
    return part(request, job, "chat/_answer.html", status=status, look=False, said=said)


def part(
    request: HttpRequest, job: Job, template: str, *, status: int = 200, **options: Any
) -> HttpResponse:
    """A template of the chat; `options` as in chat_view.chat."""
    found = now(job)
    with reading():
        return render(request, template, {"chat": chat(job, found, **options)}, status=status)


def sentence(problem: Problem) -> str:
    if isinstance(problem, Invalid) and problem.field_errors:
        return next(iter(problem.field_errors.values()))[0]
    return problem.sentence


def count(request: HttpRequest) -> int:
    given = request.GET.get("count", "")
    whole = given.isascii() and given.isdigit() and len(given) < 6
    return min(max(int(given), SHOWN), MOST) if whole else SHOWN
