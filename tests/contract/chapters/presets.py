"""Saved searches, and the start from outside."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from orchestrator import preferences
from orchestrator.models import LoginAttempt, SearchPreset
from orchestrator.pipeline import presets, runs
from tests import make
from tests.contract.chapters.pipeline import nothing_runs, stands
from tests.contract.table import case, good
from tests.contract.world import Call, World

PATH = "/api/pipeline/search-presets"
ONE = PATH + "/{preset_id}"
TRIGGER = "/api/webhook/trigger"
DAILY = {"kind": "daily", "at": "07:30"}
_numbers = count(1)


def saved(world: World, name: str = "") -> SearchPreset:
    return presets.save(
        world.owner, name=name or f"Search {next(_numbers)}", options={"topN": 5}, cadence=DAILY
    )


def taken(world: World) -> str:
    world.owner.presets.all().delete()
    return saved(world, "Nightly").name.upper()


@good("GET", PATH)
def _(world: World) -> Call:
    presets.used(saved(world))
    return Call()


@good("POST", PATH)
def _(world: World) -> Call:
    world.owner.presets.all().delete()
    cadence = {"kind": "cron", "expression": "0 7 * * 1-5"}
    return Call(body={"name": "Nightly", "topN": 5, "cadence": cadence, "colour": "red"})


@case("POST", PATH, 409)
def _(world: World) -> Call:
    return Call(body={"name": taken(world)})


@good("PATCH", ONE)
def _(world: World) -> Call:
    body = {"topN": None, "country": "DE", "enabled": False}
    return Call({"preset_id": str(saved(world).pk)}, body=body)


@case("PATCH", ONE, 409)
def _(world: World) -> Call:
    name = taken(world)
    return Call({"preset_id": str(saved(world).pk)}, body={"name": name})


for method, end in (("DELETE", ""), ("POST", "/used")):

    @good(method, ONE + end)
    def _(world: World) -> Call:
        return Call({"preset_id": str(saved(world).pk)})


@good("POST", "/api/pipeline/plan")
def _(world: World) -> Call:
    return Call(body={"sentence": "remote data jobs in Germany, no Acme", "colour": "red"})


def secret(world: World, text: str = "correct horse") -> dict[str, str]:
    """The secret of the owner, and the header that `text` makes. No worker is told of the run."""
    world.monkeypatch.setattr(runs, "push", lambda run: None)
    LoginAttempt.objects.all().delete()
    make.heartbeat()
    nothing_runs(world)
    preferences.save(world.owner, {"webhookSecret": "correct horse"})
    return {"Authorization": f"Bearer {text}"}


@good("POST", TRIGGER)
def _(world: World) -> Call:
    return Call(headers=secret(world), raw=b"\x00 of no interest")


@case("POST", TRIGGER, 401)
def _(world: World) -> Call:
    return Call(headers=secret(world, "wrong horse"))


@case("POST", TRIGGER, 409)
def _(world: World) -> Call:
    known = secret(world)
    stands(world)
    return Call(headers=known)


@case("POST", TRIGGER, 429)
def _(world: World) -> Call:
    guess = secret(world, "wrong horse")
    for _ in range(10):
        world.ask("POST", TRIGGER, Call(headers=guess))
    return Call(headers=guess)


@case("POST", TRIGGER, 503)
def _(world: World) -> Call:
    known = secret(world)
    make.heartbeat(age=timedelta(hours=1))
    return Call(headers=known)
