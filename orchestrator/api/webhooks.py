"""What other programs were told, what went wrong, and trying again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.webhooks import DeliveryOut, TurnedOn, WebhooksOut
from orchestrator.api.wire import iso
from orchestrator.models import Delivery
from orchestrator.ops import webhooks
from orchestrator.ops.webhooks import Standing

router = Router(tags=["Webhooks"])


@door.route(router, "GET", "/webhooks", needs="full", data=WebhooksOut)
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """How each address does, and the newest 50 messages."""
    owner = access.owner(request)
    hooks = [_hook(one) for one in webhooks.standing(owner)]
    shown = [_delivery(one) for one in webhooks.newest(owner)]
    return door.answer(request, {"webhooks": hooks, "deliveries": shown})


@door.route(
    router, "POST", "/webhooks/deliveries/{uuid:delivery_id}/send-again", needs="full",
    data=DeliveryOut,
    errors=(404, 409),
)  # fmt: skip
def send_delivery_again(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Offer a finished message once more, with the id and the body it has."""
    delivery = access.delivery(access.owner(request), delivery_id)
    return door.answer(request, _delivery(webhooks.send_again(delivery)))


@door.route(
    router, "POST", "/webhooks/{str:kind}/test", needs="full", data=DeliveryOut, errors=(404, 422)
)  # fmt: skip
def test_webhook(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a message that says it is a test, now; how it went is in its log."""
    owner = access.owner(request)
    return door.answer(request, _delivery(webhooks.send_test(owner, webhooks.known(kind))))


@door.route(
    router, "POST", "/webhooks/{str:kind}/enable", needs="full", data=TurnedOn, errors=(404,)
)
def enable_webhook(request: HttpRequest, kind: str) -> HttpResponse:
    """Take up an address again that was switched off after failing for a day."""
    queued = webhooks.turn_on(access.owner(request), webhooks.known(kind))
    return door.answer(request, {"queued": queued})


def _hook(standing: Standing) -> dict[str, Any]:
    hook = standing.hook
    return {
        "kind": standing.kind,
        "configured": standing.configured,
        "failures": hook.failures if hook else 0,
        "failingSince": _when(hook.failing_since if hook else None),
        "disabledAt": _when(hook.disabled_at if hook else None),
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "kind": one.kind,
        "event": one.event,
        "state": one.state,
        "attempts": one.attempts,
        "createdAt": iso(one.created_at),
        "nextAt": _when(one.next_at if one.state == "pending" else None),
        "finishedAt": _when(one.finished_at),
        "jobId": str(one.job_id) if one.job_id else None,
        "pipelineRunId": str(one.pipeline_run_id) if one.pipeline_run_id else None,
        "log": one.attempts_log,
    }


def _when(at: datetime | None) -> str | None:
    return iso(at) if at else None
