"""What ended while nobody looked."""

from __future__ import annotations

from orchestrator import lifecycle
from tests import make
from tests.contract.table import good
from tests.contract.world import Call, World


@good("GET", "/api/notices")
def _(world: World) -> Call:
    lifecycle.move(make.job(world.owner), "expire", actor="sweeper")
    return Call()


@good("POST", "/api/notices/seen")
def _(world: World) -> Call:
    return Call(body={})
