"""What was sent, as it was frozen."""

from __future__ import annotations

from orchestrator.tracking import stages
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import good
from tests.contract.world import Call, World


def sent(world: World) -> Call:
    return Call(of(stages.apply(make.job(world.owner, status="ready"), actor="user")))


@good("GET", f"{JOB}/packet")
def _(world: World) -> Call:
    return sent(world)


@good("GET", f"{JOB}/packets")
def _(world: World) -> Call:
    return sent(world)


@good("GET", f"{JOB}/packet.zip")
def _(world: World) -> Call:
    return sent(world)
