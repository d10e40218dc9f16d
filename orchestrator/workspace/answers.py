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
from jobops.lib.once import reading
from jobops.lib.words import later, say
from jobops.web.fragments import see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.jobs import snoozing
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.workspace import jobpage, rows, story
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.listing import Empty, Tab, empty, tabs
from orchestrator.workspace.news import Change, change
from orchestrator.workspace.panels import Panel, panel
from orchestrator.workspace.pulse import cursor_now
from orchestrator.workspace.rows import Place

TITLE_LIMIT = 60
WAYS_OUT: Mapping[str, tuple[str, str]] = {
    "resume_missing": (later("Add your résumé"), "/design-resume"),
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
    cursor: str
    undo: story.UndoOffer | None
    message: Message | None


def done(
    request: HttpRequest,
    job: Job,
    at: Place,
    *,
    following: UUID | None,
    said: str = "",
    message: Message | None = None,
    returns: bool = False,
) -> HttpResponse:
    """`job` as it was before the action; `following`: the one to show now. `message` says it in
    other words than `said` and the job's name. A verb of the job's own page is answered there.
    """
    owner = access.owner(request)
    fresh = access.job(owner, job.pk)
    message = message or spoken(fresh, said=said)
    if asked := jobpage.asked(request, fresh):
        return jobpage.done(request, fresh, asked, said=message.text, undo=message.undo)
    if following is None and rows.is_in(at, fresh):
        following = fresh.pk  # the only row of the list, and it stays
    if not wants_fragment(request):
        messages.success(request, message.text, extra_tags=message.undo)
        return see_other(at.url(following))
    found = gathered(owner, fresh, at, following=following, returns=returns, message=message)
    return swapped(request, found, address=at.url(following))


def swapped(request: HttpRequest, found: Done, *, address: str) -> HttpResponse:
    response = render(request, "jobs/_done.html", {"done": found})
    response["HX-Push-Url"] = address
    return response


def refused(request: HttpRequest, job: Job, at: Place, problem: Problem) -> HttpResponse:
    """The true panel and one sentence; what is not about this job's state goes on as an error."""
    found = answer(problem)
    if found.status not in SWAPPED:
        raise problem
    fresh = access.job(access.owner(request), job.pk)
    told = explained(problem, reason=str(found.details.get("reason", "")))
    if asked := jobpage.asked(request, fresh):
        return jobpage.refused(request, fresh, asked, status=found.status, **told)
    return true(request, fresh, at, status=found.status, **told)


def true(request: HttpRequest, job: Job, at: Place, *, status: int, **told: Any) -> HttpResponse:
    """The state as it is, with what was `told` about the refusal."""
    owner = access.owner(request)
    if not wants_fragment(request):
        return render(request, "jobs/page.html", workspace(owner, at, job, **told), status=status)
    found = replace(gathered(owner, job, at, following=job.pk), panel=panel(job, at, **told))
    swapped_as = 409 if status == 409 else 422
    return render(request, "jobs/_done.html", {"done": found}, status=swapped_as)


def explained(problem: Problem, *, reason: str) -> dict[str, Any]:
    """What a panel says about a refusal, and where it can be mended."""
    return {"refused": problem.sentence, "way_out": WAYS_OUT.get(reason)}


def spoken(job: Job, *, said: str) -> Message:
    offer = story.offer(job)
    text = say(
        "{said} {shortened} at {shortened2}.",
        said=said,
        shortened=shortened(job.title),
        shortened2=shortened(job.employer),
    )
    return Message(text, undo=offer.url if offer else "")


@reading()
def gathered(
    owner: User,
    job: Job,
    at: Place,
    *,
    following: UUID | None,
    returns: bool = False,
    message: Message | None = None,
) -> Done:
    cursor, counts = cursor_now(owner), snoozing.counted(owner)
    changed = change(owner, job, at)
    if returns and changed.row:
        changed = replace(changed, returns=True, above=rows.above(owner, job, at))
    shown = job if following == job.pk else access.job(owner, following) if following else None
    return Done(
        at=at,
        panel=panel(shown, at) if shown else None,
        changes=(changed,),
        tabs=tabs(counts, at),
        ready=counts.of((Status.READY,)),
        empty=None if following else empty(owner, at, counts=counts),
        cursor=cursor,
        undo=story.last_offer(owner),
        message=message,
    )


def shortened(text: str) -> str:
    return text if len(text) <= TITLE_LIMIT else f"{text[: TITLE_LIMIT - 1].rstrip()}…"
