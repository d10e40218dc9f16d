"""Figures, and tables as files."""

from __future__ import annotations

from orchestrator.tracking import stages
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World

FIGURE = "/api/analytics/{figure}.csv"


@good("GET", "/api/analytics/overview")
def _(world: World) -> Call:
    stages.apply(make.job(world.owner, status="ready"), actor="user")
    return Call({})


@case("GET", "/api/analytics/overview", 400)
def _(world: World) -> Call:
    return Call({}, query="duration=8")


@good("GET", FIGURE)
def _(world: World) -> Call:
    return Call({"figure": "funnel"})


@case("GET", FIGURE, 404)
def _(world: World) -> Call:
    return Call({"figure": "happiness"})


@case("GET", FIGURE, 400)
def _(world: World) -> Call:
    return Call({"figure": "funnel"}, query="duration=8")
