"""What the browser is told after an action: the next panel, and what changed around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.errors import Problem
from jobops.web.fragments import see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.workspace import rows, story
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.listing import Empty, Tab, empty, live_url, tabs, working
from orchestrator.workspace.news import Change, change
from orchestrator.workspace.panels import Panel, panel
from orchestrator.workspace.rows import Place

TITLE_LIMIT = 60
WAYS_OUT: Mapping[str, tuple[str, str]] = {
    "resume_missing": ("Add your résumé", "/design-resume"),
}
SWAPPED = frozenset({400, 409, 413, 415, 422})


@dataclass(frozen=True)
class Message:
    """A toast; `undo` is the address that takes it back."""

    text: str
    undo: str


@dataclass(frozen=True)
class Done:
    """The answer to a verb: the panel, and the pieces that are swapped beside it."""

    at: Place
    panel: Panel | None
    changes: tuple[Change, ...]
    tabs: tuple[Tab, ...]
    ready: int
    empty: Empty | None
    live: str
    undo: story.UndoOffer | None
    message: Message | None


def done(
    request: HttpRequest,
    job: Job,
    at: Place,
    *,
    following: UUID | None,
    said: str,
    returns: bool = False,
) -> HttpResponse:
    """`job` as it was before the action; `following`: the one to show now."""
    owner = access.owner(request)
    fresh = access.job(owner, job.pk)
    if following is None and fresh.status in at.kind.statuses:
        following = fresh.pk  # the only row of the list, and it stays
    message = spoken(fresh, said=said)
    if not wants_fragment(request):
        messages.success(request, message.text, extra_tags=message.undo)
        return see_other(at.url(following))
    found = gathered(owner, fresh, at, following=following, returns=returns, message=message)
    response = render(request, "jobs/_done.html", {"done": found})
    response["HX-Push-Url"] = at.url(following)
    return response


def refused(request: HttpRequest, job: Job, at: Place, problem: Problem) -> HttpResponse:
    """The true panel and one sentence; what is not about this job's state goes on as an error."""
    found = answer(problem)
    if found.status not in SWAPPED:
        raise problem
    owner, template = access.owner(request), "jobs/_done.html"
    fresh = access.job(owner, job.pk)
    told = explained(problem, reason=str(found.details.get("reason", "")))
    if not wants_fragment(request):
        whole = workspace(owner, at, fresh, **told)
        return render(request, "jobs/page.html", whole, status=found.status)
    true = gathered(owner, fresh, at, following=fresh.pk)
    context = {"done": replace(true, panel=panel(fresh, at, **told))}
    return render(request, template, context, status=409 if found.status == 409 else 422)


def explained(problem: Problem, *, reason: str) -> dict[str, Any]:
    """What a panel says about a refusal, and where it can be mended."""
    return {"refused": problem.sentence, "way_out": WAYS_OUT.get(reason)}


def spoken(job: Job, *, said: str) -> Message:
    offer = story.offer(job)
    text = f"{said} {shortened(job.title)} at {shortened(job.employer)}."
    return Message(text, undo=offer.url if offer else "")


def gathered(
    owner: User,
    job: Job,
    at: Place,
    *,
    following: UUID | None,
    returns: bool = False,
    message: Message | None = None,
) -> Done:
    counts = owner.jobs.by_status()
    changed = change(owner, job, at)
    if returns and changed.row:
        changed = replace(changed, returns=True, above=rows.above(owner, job, at))
    shown = job if following == job.pk else access.job(owner, following) if following else None
    return Done(
        at=at,
        panel=panel(shown, at) if shown else None,
        changes=(changed,),
        tabs=tabs(counts, at),
        ready=counts[Status.READY],
        empty=None if following else empty(owner, at, counts=counts),
        live=live_url(at, working(owner)),
        undo=story.last_offer(owner),
        message=message,
    )


def shortened(text: str) -> str:
    return text if len(text) <= TITLE_LIMIT else f"{text[: TITLE_LIMIT - 1].rstrip()}…"
