"""Many jobs at once."""

from __future__ import annotations

from datetime import timedelta

from tests import make
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World

PATHS = tuple(f"/api/jobs/{name}{end}" for name in ("actions", "bulk-actions")
              for end in ("", "/stream"))  # fmt: skip
RESULTS = "/api/operations/{operation_id}"


def skip(world: World) -> dict[str, object]:
    """Two that can be skipped, one foreign, one that never was, one that is no id."""
    mine = [make.job(world.owner), make.job(world.owner, status="ready")]
    ids = [str(job.pk) for job in [*mine, make.job(world.stranger)]]
    return {"action": "skip", "jobIds": [*ids, NOBODY, "no id"]}


for path in PATHS:

    @good("POST", path)
    def _(world: World) -> Call:
        make.heartbeat()
        return Call(body=skip(world))

    @case("POST", path, 400)
    def _(world: World) -> Call:
        return Call(body={"action": "skip", "jobIds": []})

    @case("POST", path, 503)
    def _(world: World) -> Call:
        make.heartbeat(age=timedelta(hours=1))
        return Call(body=skip(world))


def skipped(world: World, action: str = "skip") -> dict[str, str]:
    make.heartbeat()
    body = {**skip(world), "action": action}
    world.ask("POST", PATHS[0], Call(body=body))
    return {"operation_id": str(world.owner.operations.latest("created_at").pk)}


@good("GET", f"{RESULTS}/results")
def _(world: World) -> Call:
    return Call(skipped(world))


@good("POST", f"{RESULTS}/undo")
def _(world: World) -> Call:
    return Call(skipped(world))


@case("POST", f"{RESULTS}/undo", 409)
def _(world: World) -> Call:
    return Call(skipped(world, "reopen"))


@case("POST", f"{RESULTS}/undo", 503)
def _(world: World) -> Call:
    ids = skipped(world)
    make.heartbeat(age=timedelta(hours=1))
    return Call(ids)
