"""Runs and requested work."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from orchestrator.api import streams
from orchestrator.models import Operation, PipelineRun
from orchestrator.pipeline import defaults
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World

RUN = "/api/pipeline/run"


def nothing_runs(world: World) -> None:
    # Ended, not deleted: the worker may have one in hand.
    running = world.owner.runs.filter(status="running")
    running.update(status="cancelled", completed_at=timezone.now())


def stands(world: World, status: str = "running") -> PipelineRun:
    """A run that no worker was told of: it stays as it is."""
    nothing_runs(world)
    return PipelineRun.objects.create(
        owner=world.owner,
        step="start",
        options=defaults.effective(world.owner, {}),
        status=status,
        completed_at=None if status == "running" else timezone.now(),
    )


def looked_back(world: World) -> PipelineRun:
    """An ended run with something of every kind in it."""
    run = stands(world, "completed")
    job = make.job(world.owner, score=40.0)
    plan = {"source": "remotive", "label": "Remotive", "units": [{"limit": 200}], "done": 1}
    run.items.create(
        step="crawling", kind="source", reference="remotive", state="failed", plan=plan,
        counts={"fetched": 4, "filtered": {"term": 2}, "samples": {"term": ["Baker"]}, "taken": 2},
        error={"kind": "timeout", "sentence": "The source took too long."},
    )  # fmt: skip
    run.items.create(step="processing", reference=str(job.pk), job=job, state="succeeded")
    run.items.create(
        step="selecting", reference=str(job.pk), job=job, state="skipped", reason="below_minimum",
        counts={"score": 40.0},
    )  # fmt: skip
    return run


for path in ("status", "progress", "progress/snapshot", "runs"):

    @good("GET", f"/api/pipeline/{path}")
    def _(world: World) -> Call:
        stands(world, "completed")
        return Call()


class Full:
    """Seats that are all taken, also when an earlier stream gives one back just now."""

    def acquire(self, *, blocking: bool) -> bool:
        return False

    def release(self) -> None:
        return


@case("GET", "/api/pipeline/progress", 503)
def _(world: World) -> Call:
    world.monkeypatch.setattr(streams, "_seats", Full())
    return Call()


@good("GET", "/api/pipeline/runs/{run_id}")
def _(world: World) -> Call:
    return Call({"run_id": str(stands(world, "completed").pk)})


@good("GET", "/api/pipeline/runs/{run_id}/insights")
def _(world: World) -> Call:
    return Call({"run_id": str(looked_back(world).pk)})


@good("POST", RUN)
def _(world: World) -> Call:
    make.heartbeat()
    nothing_runs(world)
    return Call(body={"topN": 3, "enableCrawling": False, "colour": "red"})


@case("POST", RUN, 409)
def _(world: World) -> Call:
    make.heartbeat()
    stands(world)
    return Call(body={})


@case("POST", RUN, 503)
def _(world: World) -> Call:
    nothing_runs(world)
    make.heartbeat(age=timedelta(hours=1))
    return Call(body={})


@good("POST", "/api/pipeline/cancel")
def _(world: World) -> Call:
    stands(world)
    return Call()


@case("POST", "/api/pipeline/cancel", 409)
def _(world: World) -> Call:
    nothing_runs(world)
    return Call()


for method, end in (("GET", ""), ("POST", "/cancel")):

    @good(method, "/api/operations/{operation_id}" + end)
    def _(world: World) -> Call:
        job = make.job(world.owner)
        work = Operation.objects.create(owner=world.owner, kind="rescore", job=job)
        return Call({"operation_id": str(work.pk)})
