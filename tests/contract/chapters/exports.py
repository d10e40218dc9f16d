"""Everything in one archive."""

from __future__ import annotations

from datetime import timedelta

from orchestrator.models import Operation
from orchestrator.ops import parcels
from orchestrator.transfer import writing
from tests import make
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World
from tests.kept import passing

EXPORT = "/api/export"
FILE = f"{EXPORT}/{{export_id}}.zip"


@good("POST", EXPORT)
def _(world: World) -> Call:
    make.heartbeat()
    make.job(world.owner)
    return Call()


@case("POST", EXPORT, 202)
def _(world: World) -> Call:
    make.heartbeat()
    return Call(headers={"Prefer": "wait=0"})


@case("POST", EXPORT, 500)
def _(world: World) -> Call:
    make.heartbeat()
    world.monkeypatch.setattr(writing, "FORMAT", object())
    return Call()


@case("POST", EXPORT, 503)
def _(world: World) -> Call:
    make.heartbeat(age=timedelta(hours=1))
    return Call()


def made(world: World) -> dict[str, str]:
    export = Operation.objects.create(owner=world.owner, kind="export", status="succeeded")
    place = passing(parcels.name_of(export))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"PK\5\6" + bytes(18))
    return {"export_id": str(export.pk)}


@good("GET", FILE)
def _(world: World) -> Call:
    return Call(made(world))


@case("GET", FILE, 206)
def _(world: World) -> Call:
    return Call(made(world), headers={"Range": "bytes=0-9"})


@case("GET", FILE, 304)
def _(world: World) -> Call:
    ids = made(world)
    tag = world.ask("GET", FILE, Call(ids)).headers["etag"]
    return Call(ids, headers={"If-None-Match": tag})


@case("GET", FILE, 416)
def _(world: World) -> Call:
    return Call(made(world), headers={"Range": "bytes=999999-"})


@case("GET", FILE, 404)
def _(world: World) -> Call:
    return Call({"export_id": NOBODY})
