"""Followed companies: whose boards are read, and what is new on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.watchlist import (
    BoardOut,
    BoardPatch,
    CheckBody,
    CheckStarted,
    FollowBody,
    MarkBody,
    MarkedOut,
    RowParameters,
    RowsOut,
    WatchlistOut,
)
from orchestrator.api.wire import iso
from orchestrator.models import FollowedBoard, Sighting, User
from orchestrator.pipeline import board_rows, watchlist
from orchestrator.pipeline.board_rows import Counts
from orchestrator.sources.registry import BOARDS

router = Router(tags=["Followed companies"])
BOARD = "/watchlist/{uuid:board_id}"


@door.route(router, "GET", "/watchlist", data=WatchlistOut)
def list_boards(request: HttpRequest) -> HttpResponse:
    """The companies you follow by name, with how many of their jobs are new."""
    owner = access.owner(request)
    found, due = watchlist.every(owner), watchlist.next_check(owner)
    numbers = board_rows.counts(found)
    shown = [_board(one, numbers[one.pk], due=due) for one in found]
    return door.answer(request, {"boards": shown, "nextCheckAt": _when(due)})


@door.route(
    router, "POST", "/watchlist", data=BoardOut, status=(201, 200), body=FollowBody,
    errors=(409, 422, 429, 502),
)  # fmt: skip
def follow_company(request: HttpRequest, body: FollowBody) -> HttpResponse:
    """Follow a company by the address of its careers page or board, or by its name."""
    owner = access.owner(request)
    made = watchlist.follow(owner, body.text)
    already: dict[str, Any] = {} if made.created else {"alreadyExists": True}
    status = 201 if made.created else 200
    shown = _one(owner, made.board)
    return door.answer(request, shown, status=status, **already, **door.ignored(body))


@door.route(
    router, "POST", "/watchlist/check", data=CheckStarted, body=CheckBody, optional=True,
    errors=(409, 503),
)  # fmt: skip
def check_companies(request: HttpRequest, body: CheckBody) -> HttpResponse:
    """Read these boards now, or all that are neither off nor paused."""
    run = watchlist.check(access.owner(request), body.ids)
    started = {"message": "The check has started.", "runId": str(run.pk)}
    return door.answer(request, started, **door.ignored(body))


@door.route(router, "PATCH", BOARD, data=BoardOut, body=BoardPatch, errors=(404,))
def change_company(request: HttpRequest, board_id: UUID, body: BoardPatch) -> HttpResponse:
    """Rename a company, switch its checks off, or on again after they were paused."""
    owner = access.owner(request)
    changed = watchlist.change(access.board(owner, board_id), **body.given())
    return door.answer(request, _one(owner, changed), **door.ignored(body))


@door.route(router, "DELETE", BOARD, data=None, errors=(404,))
def unfollow_company(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """Follow a company no more; its jobs stay, and `restore` brings it back for a week."""
    watchlist.unfollow(access.board(access.owner(request), board_id))
    return door.answer(request, None)


@door.route(router, "POST", f"{BOARD}/restore", data=BoardOut, errors=(404, 409))
def restore_company(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """Follow a company again, with the id and the marks it had; one that is there stays."""
    owner = access.owner(request)
    return door.answer(request, _one(owner, watchlist.restored(owner, board_id)))


@door.route(router, "GET", f"{BOARD}/jobs", data=RowsOut, query=RowParameters, errors=(404,))
def list_board_jobs(request: HttpRequest, board_id: UUID, query: RowParameters) -> HttpResponse:
    """What the board showed, newest first; `moved` are those that left Discovered."""
    board = access.board(access.owner(request), board_id)
    rows, numbers = board_rows.rows(board, query.mark), board_rows.counts([board])[board.pk]
    total = numbers.of(query.mark) if query.mark else numbers.total
    shown = [_row(one) for one in rows[query.offset : query.offset + query.limit]]
    return door.answer(request, {"jobs": shown, "total": total, "counts": _counts(numbers)})


@door.route(
    router, "POST", f"{BOARD}/jobs/mark", data=MarkedOut, body=MarkBody, errors=(404,)
)  # fmt: skip
def mark_board_jobs(request: HttpRequest, board_id: UUID, body: MarkBody) -> HttpResponse:
    """Mark jobs of a board as known, ignored or new."""
    board = access.board(access.owner(request), board_id)
    if body.chosen and board_rows.unknown(board, body.chosen):
        raise Http404
    marked = board_rows.mark(board, body.mark, body.chosen)
    numbers = _counts(board_rows.counts([board])[board.pk])
    changed = {"changed": marked.changed, "counts": numbers}
    return door.answer(request, changed, **door.ignored(body))


def _one(owner: User, board: FollowedBoard) -> dict[str, Any]:
    numbers = board_rows.counts([board])[board.pk]
    return _board(board, numbers, due=watchlist.next_check(owner))


def _board(board: FollowedBoard, numbers: Counts, *, due: datetime | None) -> dict[str, Any]:
    is_active = board.enabled and board.paused_at is None
    return {
        "id": str(board.pk),
        "ats": board.ats,
        "source": BOARDS[board.ats].label,
        "token": board.token,
        "label": board.label,
        "url": board.url,
        "enabled": board.enabled,
        "createdAt": iso(board.created_at),
        "firstCheckedAt": _when(board.first_checked_at),
        "lastCheckedAt": _when(board.last_checked_at),
        "lastOkAt": _when(board.last_ok_at),
        "nextCheckAt": _when(due) if is_active else None,
        "failures": board.failures,
        "lastError": board.last_error,
        "pausedAt": _when(board.paused_at),
        "counts": _counts(numbers),
    }


def _counts(numbers: Counts) -> dict[str, int]:
    return {state: numbers.of(state) for state in board_rows.STATES}


def _row(one: Sighting) -> dict[str, Any]:
    job = one.job
    return {
        "jobId": str(job.pk),
        "mark": one.state,  # type: ignore[attr-defined]
        "title": job.title,
        "employer": job.employer,
        "location": job.location,
        "jobUrl": job.job_url,
        "status": job.status,
        "suitabilityScore": job.score,
        "firstSeenAt": iso(one.first_seen_at),
        "lastSeenAt": iso(one.last_seen_at),
        "listingClosedAt": _when(job.listing_closed_at),
    }


def _when(at: datetime | None) -> str | None:
    return iso(at) if at else None
