"""Notices."""

from __future__ import annotations

from tests.contract.table import case, good
from tests.contract.world import Call, World

SEEN = "/api/notices/seen"


@good("GET", "/api/notices")
def _(world: World) -> Call:
    return Call()


@good("POST", SEEN)
def _(world: World) -> Call:
    return Call(body={"until": "2026-02-15T22:20:56.123Z"})


@case("POST", SEEN, 400)
def _(world: World) -> Call:
    return Call(body={"until": "yesterday"})
