"""Waiting for requested work by looking at its row: nothing is held but this thread."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from threading import BoundedSemaphore
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from jobops.web import problems
from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.models import Operation

FIRST_PAUSE = 0.003
LONGEST_PAUSE = 0.1
# A look comes at most this share of the waiting too late: short work is not kept, long work
# costs little.
SHARE = 0.06
# Half of the server's threads may wait; the others go on answering.
_seats = BoundedSemaphore(max(1, settings.WEB_THREADS // 2))
_STATUS = {code: status for status, code in problems.CODES.items()}


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


def settled(operation: Operation, *, seconds: float) -> Operation:
    """`operation` as it stands when it has ended, or when the time or the waiting seats are up."""
    if seconds <= 0 or not _seats.acquire(blocking=False):
        return operation
    try:
        began = time.monotonic()
        while True:
            _look_again(operation)
            waited = time.monotonic() - began
            if operation.finished_at or waited >= seconds:
                return operation
            pause = min(max(waited * SHARE, FIRST_PAUSE), LONGEST_PAUSE)
            time.sleep(min(pause, seconds - waited))
    finally:
        _seats.release()


def answer(request: HttpRequest, operation: Operation) -> HttpResponse:
    """200 with the result, the error of the attempt, or 202 while the work goes on."""
    asked = preference(request)
    found = settled(operation, seconds=asked.seconds)
    response = _answer(request, found)
    if asked.applied:
        response["Preference-Applied"] = asked.applied
    return response


def _answer(request: HttpRequest, operation: Operation) -> HttpResponse:
    if operation.status == "failed":
        error = operation.error or {}
        status = _STATUS.get(error.get("code", ""), 500)
        found = problems.Answer(status, error.get("message", ""), error.get("details", {}))
        return problems.envelope(request, found)
    if operation.status == "cancelled":
        found = problems.Answer(409, "The work was cancelled.", {"reason": "superseded"})
        return problems.envelope(request, found)
    owner = access.owner(request)
    data = wire.whole(access.job(owner, _job_of(operation)), owner=owner)
    if operation.status == "succeeded":
        return door.answer(request, data, **operation.result)
    place = f"/api/operations/{operation.pk}"
    mark = {"id": str(operation.pk), "status": operation.status, "href": place}
    headers = {"Location": place, "Retry-After": "2"}
    return door.answer(request, data, status=202, headers=headers, operation=mark)


def _look_again(operation: Operation) -> None:
    try:
        operation.refresh_from_db(fields=["status", "error", "result", "finished_at"])
    except Operation.DoesNotExist as gone:
        raise Http404 from gone


def _job_of(operation: Operation) -> UUID:
    if operation.job_id is None:
        raise Http404
    return operation.job_id
