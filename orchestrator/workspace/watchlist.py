"""The companies somebody follows: the list, following one more, checking them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobops.lib.errors import Invalid, Problem, Refused
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import FollowedBoard, User
from orchestrator.pipeline import board_rows, watchlist
from orchestrator.pipeline.board_finding import WatchProblem
from orchestrator.pipeline.board_rows import Counts
from orchestrator.pipeline.crawling import CAUSES
from orchestrator.sources.registry import BOARDS
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.watchlist_form import FollowForm


@dataclass(frozen=True)
class Company:
    """A line of the list; `trouble` in words, empty when there is none."""

    board: FollowedBoard
    source: str
    counts: Counts
    trouble: str

    @property
    def url(self) -> str:
        return f"/watchlist/{self.board.pk}"


@dataclass(frozen=True)
class Due:
    """When boards are read by themselves: a time, soon, or never."""

    at: datetime | None

    @property
    def is_now(self) -> bool:
        return self.at is not None and self.at <= timezone.now()


def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return follow(request, FollowForm(request.POST))
    return shown(request, FollowForm())


def follow(request: HttpRequest, form: FollowForm) -> HttpResponse:
    if not form.is_valid():
        return shown(request, form, status=422)
    try:
        made = watchlist.follow(access.owner(request), form.cleaned_data["text"])
    except (Invalid, WatchProblem) as problem:
        return refused(request, form, problem)
    begun = say("You follow") if made.created else say("You already follow")
    messages.success(request, f"{begun} {shortened(made.board.label)}.")
    return see_other(f"/watchlist/{made.board.pk}")


def refused(request: HttpRequest, form: FollowForm, problem: Problem) -> HttpResponse:
    """Several boards are a question; the rest is said at the field."""
    choices = problem.details.get("candidates", ())
    if not choices:
        form.add_error("text", sentence(problem))
    return shown(request, form, choices=choices, status=422)


def shown(
    request: HttpRequest, form: FollowForm, *, choices: Any = (), status: int = 200
) -> HttpResponse:
    owner = access.owner(request)
    context = {"form": form, "choices": choices, **listed(owner)}
    return render(request, "watchlist/list.html", context, status=status)


def listed(owner: User) -> Mapping[str, Any]:
    boards = watchlist.every(owner)
    numbers = board_rows.counts(boards)
    return {
        "companies": [company(one, numbers[one.pk]) for one in boards],
        "due": Due(watchlist.next_check(owner)),
    }


def company(board: FollowedBoard, counts: Counts) -> Company:
    return Company(board, BOARDS[board.ats].label, counts, trouble(board))


def trouble(board: FollowedBoard) -> str:
    cause = CAUSES.get(board.last_error or "", "")
    why = f": {cause}" if cause else ""
    if board.paused_at:
        return say("Paused after {failures} failed checks{why}", failures=board.failures, why=why)
    if not board.enabled:
        return say("Switched off")
    return say("The last check failed{why}", why=why) if board.last_error else ""


def sentence(problem: Problem) -> str:
    """What a field says; Invalid names it a second time."""
    if isinstance(problem, Invalid) and problem.field_errors:
        return next(iter(problem.field_errors.values()))[0]
    return problem.sentence


@require_POST
def check(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """A run over one board, or over all that are read by themselves."""
    owner = access.owner(request)
    chosen = [access.board(owner, pk).pk] if pk else None
    try:
        run = watchlist.check(owner, chosen)
    except (WatchProblem, Refused) as problem:
        messages.error(request, problem.sentence)
        return see_other(f"/watchlist/{pk}" if pk else "/watchlist")
    return see_other(f"/runs/{run.pk}")


@require_POST
def undo(request: HttpRequest, kept: UUID) -> HttpResponse:
    """Bring a company back, or give rows the marks they had."""
    operation = access.operation(access.owner(request), kept)
    back = watchlist.take_back(operation)
    messages.success(request, say("Taken back: {shortened}.", shortened=shortened(back.label)))
    return see_other(f"/watchlist/{back.pk}")
