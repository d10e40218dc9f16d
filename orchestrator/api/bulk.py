"""Many jobs at once: one command, one answer or a stream of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from orchestrator import access
from orchestrator.api import door, results, streams, wait
from orchestrator.api.schemas.bulk import ActionsBody, ActionsOut
from orchestrator.bulk import actions
from orchestrator.models import Operation

router = Router(tags=["Bulk actions"])
STREAM: Mapping[str, Any] = {"responses": {200: {"content": {"text/event-stream": {"schema": {}}}}}}


@door.route(
    router, "POST", "/jobs/actions", data=ActionsOut, body=ActionsBody, waits=True, errors=(503,)
)
def act_on_jobs(request: HttpRequest, body: ActionsBody) -> HttpResponse:
    """Do one thing to up to 500 jobs; each has its own result."""
    operation = started(request, body)
    return wait.answer(request, operation, shown=results.standing, **door.ignored(body))


@door.route(
    router, "POST", "/jobs/bulk-actions", data=ActionsOut, body=ActionsBody, waits=True,
    errors=(503,),
)  # fmt: skip
def act_on_jobs_by_old_name(request: HttpRequest, body: ActionsBody) -> HttpResponse:
    """The same under its older address."""
    operation = started(request, body)
    return wait.answer(request, operation, shown=results.standing, **door.ignored(body))


@door.route(
    router, "POST", "/jobs/actions/stream", body=ActionsBody, raw=True, extra=STREAM, errors=(503,)
)
def stream_actions(request: HttpRequest, body: ActionsBody) -> HttpResponseBase:
    """The same as a stream of results. A client that leaves stops nothing."""
    return streams.tell(request, partial(told, request, body))


@door.route(
    router, "POST", "/jobs/bulk-actions/stream", body=ActionsBody, raw=True, extra=STREAM,
    errors=(503,),
)  # fmt: skip
def stream_actions_by_old_name(request: HttpRequest, body: ActionsBody) -> HttpResponseBase:
    """The stream under its older address."""
    return stream_actions(request, body)


@door.route(
    router, "GET", "/operations/{uuid:operation_id}/results", data=ActionsOut, errors=(404,)
)
def read_results(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """What became of each job of a bulk action so far; kept as long as the operation."""
    return door.answer(request, results.standing(request, found(request, operation_id)))


@door.route(
    router, "POST", "/operations/{uuid:operation_id}/undo", data=ActionsOut, waits=True,
    errors=(404, 409, 503),
)  # fmt: skip
def undo_actions(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Take back what a bulk action moved and nothing has moved since, within ten minutes."""
    back = actions.undo(found(request, operation_id), actor="user")
    return wait.answer(request, back, shown=results.standing)


def found(request: HttpRequest, operation_id: UUID) -> Operation:
    """A bulk action of the caller's; other work has no results of its own."""
    operation = access.operation(access.owner(request), operation_id)
    if operation.kind != actions.KIND:
        raise Http404
    return operation


def started(request: HttpRequest, body: ActionsBody) -> Operation:
    options = {"force": True} if body.force else {}
    return actions.request(
        access.owner(request), body.action, body.job_ids, actor="user", options=options
    )


def told(request: HttpRequest, body: ActionsBody) -> Iterator[dict[str, Any] | None]:
    named: str = request.request_id  # type: ignore[attr-defined]
    return results.frames(started(request, body), request_id=named)
