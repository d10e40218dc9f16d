"""Settings, and what the two servers they name have to offer."""

from __future__ import annotations

import json

from orchestrator import preferences
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.outside import model, rxresume

SETTINGS = "/api/settings"
MODELS = f"{SETTINGS}/llm-models"
LISTED = f"{SETTINGS}/rx-resumes"
PROJECTS = f"{LISTED}/{{upstream_id}}/projects"


@good("GET", SETTINGS)
def _(world: World) -> Call:
    preferences.save(world.owner, {"llmApiKey": "sk-secret", "pdfTheme": "modern"})
    return Call()


@good("PATCH", SETTINGS)
def _(world: World) -> Call:
    return Call(body={"topN": 3, "pdfTheme": "compact", "autoSkipScoreThreshold": None})


@case("PATCH", SETTINGS, 400)
def _(world: World) -> Call:
    return Call(body={"pdfTheme": "glitter"})


@good("POST", MODELS)
def _(world: World) -> Call:
    world.connect_model()
    world.model.forget()
    return Call(body={})


@case("POST", MODELS, 422)
def _(world: World) -> Call:
    world.connect_model(address="")
    return Call(body={})


@case("POST", MODELS, 502)
def _(world: World) -> Call:
    world.connect_model()
    world.model.forget().next(*[model.status(401)] * 4)
    return Call(body={})


@case("POST", MODELS, 408)
def _(world: World) -> Call:
    world.connect_model()
    world.settings.MODEL_CALL_SECONDS = 1
    world.model.forget().next(*[model.hanging()] * 4)
    return Call(body={})


def connected(world: World) -> dict[str, str]:
    world.connect_rxresume()
    world.rxresume.add("r2", data=json.loads(make.RESUME.read_text()))
    return {"upstream_id": "r2"}


@good("GET", LISTED)
def _(world: World) -> Call:
    connected(world)
    return Call()


@good("GET", PROJECTS)
def _(world: World) -> Call:
    return Call(connected(world))


for path in (LISTED, PROJECTS):

    @case("GET", path, 422)
    def _(world: World) -> Call:
        ids = connected(world)
        world.connect_rxresume(key="")
        return Call(ids)

    @case("GET", path, 502)
    def _(world: World) -> Call:
        ids = connected(world)
        world.rxresume.next(*[rxresume.refuses(403)] * 8)
        return Call(ids)

    @case("GET", path, 408)
    def _(world: World) -> Call:
        ids = connected(world)
        world.hurry()
        world.rxresume.next(*[rxresume.hanging()] * 8)
        return Call(ids)
