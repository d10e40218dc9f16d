"""Answers to the suggestion to write again."""

from __future__ import annotations

from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.chapters.tracking import sent
from tests.contract.table import case, good
from tests.contract.world import Call, World

FOLLOW_UP = f"{JOB}/follow-up"


@good("POST", FOLLOW_UP)
def _(world: World) -> Call:
    return Call(of(sent(world)), body={"action": "snooze", "days": 3})


@case("POST", FOLLOW_UP, 409)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"action": "dismiss"})
