"""One followed company: what its board shows, what is new there, and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later, later_each, say
from jobops.web.fragments import see_other, shown, wants_fragment
from orchestrator import access
from orchestrator.lifecycle import Status
from orchestrator.models import FollowedBoard, Sighting
from orchestrator.pipeline import board_rows, watchlist
from orchestrator.pipeline.board_rows import STATES, Counts, Marked, State
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.watchlist import Due, company
from orchestrator.workspace.watchlist_form import NameForm

PAGE = 50
LABELS: Mapping[State, str] = later_each({
    "new": "New", "known": "Seen", "ignored": "Ignored", "moved": "Moved on",
})  # fmt: skip
# What each list without a row says; the cause of an empty board is told by itself.
NOTHING: Mapping[State, tuple[str, str]] = {
    "new": (later("Nothing new"), later("What its board shows from now on comes here first.")),
    "known": (
        later("Nothing seen"),
        later("Jobs you marked as seen, and those of the first check, stay here."),
    ),
    "ignored": (later("Nothing ignored"), later("Jobs you ignore here stay in Discovered.")),
    "moved": (later("Nothing has moved on"), later("Jobs that leave Discovered are listed here.")),
}
# Mark → what the toast says of it.
SAID = later_each({"known": "Seen", "ignored": "Ignored", "new": "New again"})
REASONS = later_each({
    "term": "by your search terms", "age": "for their age", "place": "for their place",
    "workplace": "for where the work is done", "blocked": "by your blocked employers",
})  # fmt: skip
WORDS = later_each({
    "discovered": "Discovered", "processing": "Being prepared", "ready": "Ready",
    "applied": "Applied", "in_progress": "In progress", "skipped": "Skipped", "expired": "Expired",
})  # fmt: skip


@dataclass(frozen=True)
class Tab:
    state: State
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Line:
    """A job of the board; `word` is its status when it left Discovered."""

    seen: Sighting
    url: str
    word: str
    focused: bool = False


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    board = access.board(access.owner(request), pk)
    found = whole(board, NameForm(), request.GET)
    return shown(request, "watchlist/board.html", "watchlist/_rows.html", found)


@require_POST
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark one row, or all that are new."""
    board = access.board(access.owner(request), pk)
    said = marked(board, request.POST.get("mark", ""), _id(request.POST.get("job", "")))
    if not wants_fragment(request):
        messages.success(request, said["text"], extra_tags=said["undo"])
        return see_other(f"/watchlist/{pk}?show={showing(request.POST)}")
    found = rows_of(board, request.POST, focus=True)
    fresh = board_rows.fresh(board.owner).count()
    return render(request, "watchlist/_rows.html", {**found, "said": said, "fresh": fresh})


def marked(board: FollowedBoard, mark: str, job: UUID | None) -> dict[str, str]:
    """What the toast says. Raises Http404."""
    if mark not in SAID or (job and board_rows.unknown(board, [job])):
        raise Http404
    done = board_rows.mark(board, mark, [job] if job else None)  # type: ignore[arg-type]
    return told(done, SAID[mark])


@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename it, or switch its checks on or off."""
    board = access.board(access.owner(request), pk)
    if (switch := request.POST.get("enabled")) is not None:
        return switched(request, board, on=switch == "on")
    form = NameForm(request.POST)
    if not form.is_valid():
        return render(request, "watchlist/board.html", whole(board, form, {}), status=422)
    watchlist.change(board, label=form.cleaned_data["label"])
    messages.success(request, say("Renamed."))
    return see_other(f"/watchlist/{pk}")


def switched(request: HttpRequest, board: FollowedBoard, *, on: bool) -> HttpResponse:
    watchlist.change(board, enabled=on)
    messages.success(request, say("Checked again.") if on else say("Switched off."))
    return see_other(f"/watchlist/{board.pk}")


@require_POST
def unfollow(request: HttpRequest, pk: UUID) -> HttpResponse:
    board = access.board(access.owner(request), pk)
    kept = watchlist.unfollow(board)
    text = say("You follow {shortened} no more. Its jobs stay.", shortened=shortened(board.label))
    messages.success(request, text, extra_tags=f"/watchlist/undo/{kept}")
    return see_other("/watchlist")


def whole(board: FollowedBoard, form: NameForm, asked: Mapping[str, Any]) -> dict[str, Any]:
    rows = rows_of(board, asked)
    due = watchlist.next_check(board.owner) if board.enabled and not board.paused_at else None
    return {**rows, "company": company(board, rows["numbers"]), "due": Due(due), "form": form}


def rows_of(
    board: FollowedBoard, asked: Mapping[str, Any], *, focus: bool = False
) -> Mapping[str, Any]:
    """The rows of one list, fifty at a time. `focus`: a script put the first one's button there
    where the one before was.
    """
    numbers = board_rows.counts([board])[board.pk]
    state = showing(asked, numbers)
    first = (number_of(asked.get("page", "")) - 1) * PAGE
    rows = list(board_rows.rows(board, state)[first : first + PAGE])
    passed = int(number_of(asked.get("at", "")) - 1) if focus else -1
    return {
        "board": board,
        "numbers": numbers,
        "state": state,
        "tabs": [Tab(one, LABELS[one], numbers.of(one), one == state) for one in STATES],
        "lines": [line(one, focused=n == min(passed, len(rows) - 1)) for n, one in enumerate(rows)],
        "page": first // PAGE + 1,
        "is_more": first + PAGE < numbers.of(state),
        "nothing": NOTHING[state],
        "reading": read_last(board) if not numbers.total else "",
    }


def showing(asked: Mapping[str, Any], numbers: Counts | None = None) -> State:
    """The list that is asked for; else the new ones, or those seen where nothing is new."""
    wanted = next((one for one in STATES if one == asked.get("show")), None)
    if wanted or numbers is None:
        return wanted or "new"
    return "new" if numbers.new or not numbers.known else "known"


def line(seen: Sighting, *, focused: bool) -> Line:
    job = seen.job
    is_here = job.status == Status.DISCOVERED
    url = f"/jobs/{'discovered' if is_here else 'all'}/{job.pk}"
    return Line(seen, url, "" if is_here else WORDS[job.status], focused)


def read_last(board: FollowedBoard) -> str:
    """What the last check read, and why nothing of it was kept."""
    counts = board_rows.last_counts(board)
    if counts is None:
        return ""
    fetched, filtered = int(counts.get("fetched", 0)), counts.get("filtered", {})
    if not fetched:
        return say("Its board has no posting just now.")
    left = [f"{number} {REASONS.get(why, '')}".strip() for why, number in filtered.items()]
    out = say("; left out: {listed}", listed=", ".join(left)) if left else ""
    return say(
        "{postings} read at the last check{out}.", postings=plural(fetched, "posting"), out=out
    )


def told(done: Marked, word: str) -> dict[str, str]:
    undo = f"/watchlist/undo/{done.undo}" if done.undo else ""
    return {"text": f"{word}: {plural(done.changed, 'job')}.", "undo": undo}


def number_of(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _id(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
