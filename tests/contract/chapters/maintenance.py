"""Deleting many, backups, starting over."""

from __future__ import annotations

from orchestrator.ops import archives, backups
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World

BACKUPS = "/api/backups"
ONE = f"{BACKUPS}/{{filename}}"
SAMPLES = "/api/samples"


def as_stranger(world: World) -> dict[str, str]:
    """Somebody who is not staff."""
    world.settings.AUTH = "required"
    return world.token(world.stranger)


@good("DELETE", "/api/jobs/status/{status}")
def _(world: World) -> Call:
    make.jobs(world.owner, 2)
    return Call({"status": "discovered"})


@case("DELETE", "/api/jobs/status/{status}", 400)
def _(world: World) -> Call:
    return Call({"status": "lost"})


@good("DELETE", "/api/jobs/score/{threshold}")
def _(world: World) -> Call:
    make.jobs(world.owner, 2)
    return Call({"threshold": "50"})


@case("DELETE", "/api/jobs/score/{threshold}", 400)
def _(world: World) -> Call:
    return Call({"threshold": "50.9"})


@good("GET", BACKUPS)
def _(world: World) -> Call:
    backups.create("manual", actor="user")
    return Call()


@case("GET", BACKUPS, 403)
def _(world: World) -> Call:
    return Call(headers=as_stranger(world))


@good("POST", BACKUPS)
def _(world: World) -> Call:
    return Call()


def busy(world: World) -> None:
    """Another process is making one, for as long as this test goes on."""
    world.monkeypatch.setattr(backups, "PATIENCE", 0)
    lock = backups._alone()
    lock.__enter__()
    world.later.append(lambda: lock.__exit__(None, None, None))


@case("POST", BACKUPS, 409)
def _(world: World) -> Call:
    busy(world)
    return Call()


for method, path, body in (
    ("POST", BACKUPS, None),
    ("DELETE", "/api/database", {"confirm": "delete"}),
):

    @case(method, path, 503)
    def _(world: World, body: object = body) -> Call:
        world.monkeypatch.setattr(archives, "LEAST_LEFT", 2**60)
        return Call(body=body)


def made(world: World) -> dict[str, str]:
    return {"filename": backups.create("manual", actor="user").filename}


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(made(world))


@case("DELETE", ONE, 400)
def _(world: World) -> Call:
    return Call({"filename": "passwd"})


@case("DELETE", ONE, 404)
def _(world: World) -> Call:
    ids = made(world)
    world.ask("DELETE", ONE, Call(ids))
    return Call(ids)


@good("POST", f"{ONE}/check")
def _(world: World) -> Call:
    return Call(made(world))


@case("POST", f"{ONE}/check", 400)
def _(world: World) -> Call:
    return Call({"filename": "passwd"})


@case("POST", f"{ONE}/check", 404)
def _(world: World) -> Call:
    ids = made(world)
    world.ask("DELETE", ONE, Call(ids))
    return Call(ids)


@good("POST", SAMPLES)
def _(world: World) -> Call:
    world.owner.jobs.all().delete()
    world.without_resume()
    return Call()


@case("POST", SAMPLES, 409)
def _(world: World) -> Call:
    world.without_resume()
    make.job(world.owner)
    return Call()


@good("DELETE", SAMPLES)
def _(world: World) -> Call:
    return Call()


@good("DELETE", "/api/database")
def _(world: World) -> Call:
    make.jobs(world.owner, 2)
    return Call(body={"confirm": "delete"})


@case("DELETE", "/api/database", 409)
def _(world: World) -> Call:
    busy(world)
    return Call(body={"confirm": "delete"})


@case("DELETE", "/api/database", 400)
def _(world: World) -> Call:
    return Call(body={"confirm": "yes"})
