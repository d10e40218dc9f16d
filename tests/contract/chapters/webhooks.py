"""What other programs are told."""

from __future__ import annotations

from orchestrator import outbox, preferences
from orchestrator.models import Delivery
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World

AGAIN = "/api/webhooks/deliveries/{delivery_id}/send-again"
TEST = "/api/webhooks/{kind}/test"
ENABLE = "/api/webhooks/{kind}/enable"


def message(world: World, state: str) -> str:
    found = outbox.test(world.owner, "job")
    Delivery.objects.filter(pk=found.pk).update(state=state)
    return str(found.pk)


@good("GET", "/api/webhooks")
def _(world: World) -> Call:
    message(world, "failed")
    return Call()


@good("POST", AGAIN)
def _(world: World) -> Call:
    return Call({"delivery_id": message(world, "failed")})


@case("POST", AGAIN, 404)
def _(world: World) -> Call:
    return Call({"delivery_id": NOBODY})


@case("POST", AGAIN, 409)
def _(world: World) -> Call:
    return Call({"delivery_id": message(world, "pending")})


@good("POST", TEST)
def _(world: World) -> Call:
    preferences.save(world.owner, {"jobCompleteWebhookUrl": world.outside.url})
    return Call({"kind": "job"})


@case("POST", TEST, 404)
def _(world: World) -> Call:
    return Call({"kind": "pigeon"})


@case("POST", TEST, 422)
def _(world: World) -> Call:
    return Call({"kind": "pipeline"})


@good("POST", ENABLE)
def _(world: World) -> Call:
    return Call({"kind": "job"})


@case("POST", ENABLE, 404)
def _(world: World) -> Call:
    return Call({"kind": "pigeon"})
