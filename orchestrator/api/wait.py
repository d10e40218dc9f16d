"""Waiting for requested work by looking at its row: nothing is held but this thread."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

from jobops.web import lines, problems
from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.models import Operation, SyncRun

FIRST_PAUSE = 0.003
LONGEST_PAUSE = 0.1
# A look comes at most this share of the waiting too late: short work is not kept, long work
# costs little.
SHARE = 0.06
ENDING = ("status", "error", "result", "finished_at")
# Half of the server's threads may wait; the others go on answering.
_seats = BoundedSemaphore(max(1, settings.WEB_THREADS // 2))
_STATUS = {code: status for status, code in problems.CODES.items()}
Shown = Callable[[HttpRequest, Operation], dict[str, Any]]


@dataclass(frozen=True)
class Preference:
    """How long the caller wants to wait, and the header that says it was heard."""

    seconds: float
    applied: str | None = None


def preference(request: HttpRequest) -> Preference:
    asked = [part.strip().lower() for part in request.headers.get("Prefer", "").split(",")]
    for part in asked:
        if found := re.fullmatch(r"wait\s*=\s*\"?(\d{1,6})\"?", part):
            seconds = int(found[1])
            return Preference(min(seconds, settings.WAIT_SECONDS), f"wait={seconds}")
    if "respond-async" in asked:
        return Preference(0, "respond-async")
    return Preference(settings.WAIT_SECONDS)


@contextmanager
def seat(seconds: float) -> Iterator[bool]:
    """Whether there is a place to wait that long in; it is given back at the end."""
    taken = seconds > 0 and _seats.acquire(blocking=False)
    try:
        yield taken
    finally:
        if taken:
            _seats.release()


def settled(
    row: Operation | SyncRun, *, seconds: float, fields: Sequence[str] | None = None
) -> None:
    """Until `row` has ended, or the time or the waiting seats are up: it, or `fields` of it, is
    then as in the database.
    """
    with seat(seconds) as taken:
        began = time.monotonic()
        while taken:
            _look_again(row, fields)
            waited = time.monotonic() - began
            if row.finished_at or waited >= seconds:
                break
            pause = min(max(waited * SHARE, FIRST_PAUSE), LONGEST_PAUSE)
            lines.let_go()
            time.sleep(min(pause, seconds - waited))


def answer(
    request: HttpRequest,
    operation: Operation,
    *,
    shown: Shown | None = None,
    failed: Mapping[str, Any] | None = None,
    **meta: Any,
) -> HttpResponse:
    """200 with the result, the error of the attempt, or 202 while the work goes on.

    `shown` makes the data of work on more than one job: it has an answer even when it was stopped.
    `failed` goes into the details of a refusal.
    """
    asked = preference(request)
    settled(operation, seconds=asked.seconds, fields=ENDING)
    if operation.status == "failed" or (operation.status == "cancelled" and shown is None):
        response = _refusal(request, operation, failed or {})
    elif shown:
        response = _answer(request, operation, shown(request, operation), **meta)
    else:
        job = _its_job(request, operation)
        response = _answer(request, operation, job, **operation.result, **meta)
    if asked.applied:
        response["Preference-Applied"] = asked.applied
    return response


def _refusal(
    request: HttpRequest, operation: Operation, details: Mapping[str, Any]
) -> HttpResponse:
    if operation.status == "cancelled":
        why = {"reason": "superseded", **details}
        found = problems.Answer(409, "The work was cancelled.", why)
        return problems.envelope(request, found)
    error = operation.error or {}
    status = _STATUS.get(error.get("code", ""), 500)
    why = {**error.get("details", {}), **details}
    return problems.envelope(request, problems.Answer(status, error.get("message", ""), why))


def _answer(
    request: HttpRequest, operation: Operation, data: dict[str, Any], **meta: Any
) -> HttpResponse:
    if operation.finished_at:
        return door.answer(request, data, **meta)
    place = f"/api/operations/{operation.pk}"
    mark = {"id": str(operation.pk), "status": operation.status, "href": place}
    headers = {"Location": place, "Retry-After": "2"}
    return door.answer(request, data, status=202, headers=headers, operation=mark, **meta)


def _look_again(row: Operation | SyncRun, fields: Sequence[str] | None) -> None:
    try:
        row.refresh_from_db(fields=fields)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone


def _its_job(request: HttpRequest, operation: Operation) -> dict[str, Any]:
    if operation.job_id is None:
        raise Http404
    owner = access.owner(request)
    return wire.whole(access.job(owner, operation.job_id), owner=owner)
