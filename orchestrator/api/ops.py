"""Requested work, by its own id."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.api.schemas.work import OperationOut
from orchestrator.bulk import actions

router = Router(tags=["Operations"])


@door.route(router, "GET", "/operations/{uuid:operation_id}", data=OperationOut, errors=(404,))
def read_operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Requested work as it stands; kept seven days."""
    return door.answer(
        request, wire.operation(access.operation(access.owner(request), operation_id))
    )


@door.route(
    router, "POST", "/operations/{uuid:operation_id}/cancel", data=OperationOut, errors=(404,)
)
def cancel_operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Queued work never starts, running work ends at its next step."""
    operation = access.operation(access.owner(request), operation_id)
    return door.answer(request, wire.operation(actions.cancel(operation, actor="user")))
