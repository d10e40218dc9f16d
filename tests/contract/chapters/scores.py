"""A score with its ledger."""

from __future__ import annotations

from typing import Any

from orchestrator.models import FactPatch, Job, OwnRequirement
from orchestrator.pipeline import judge, ledger
from orchestrator.scoring.card import Row
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

ROWS = f"{JOB}/score/requirements"
ROW = f"{ROWS}/{{own_id}}"
FACT = f"{JOB}/facts/{{fact_id}}/undo"
PYTHON: dict[str, Any] = {
    "scope": "skill", "importance": "must", "text": "Python", "quote": "Python", "label": "met",
}  # fmt: skip


def owned(world: World) -> tuple[Job, OwnRequirement]:
    row = Row(**PYTHON, weight=1, terms=("Python",))
    job = ledger.put(make.job(world.owner), row, actor="user")
    return job, job.own_requirements.get()


def read(world: World) -> FactPatch:
    job = make.job(world.owner, starting="soon")
    return FactPatch.objects.create(
        job=job, field="starting", value="soon", confidence="high", quote="soon",
        engine="model", state="accepted",
    )  # fmt: skip


@good("GET", f"{JOB}/score")
def _(world: World) -> Call:
    make.resume(world.owner)
    job = judge.score_now(make.job(world.owner))
    ledger.put(job, Row(**PYTHON, weight=1, terms=("Python",)), actor="user")
    return Call(of(job))


@good("PUT", ROWS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={**PYTHON, "terms": ["Python"], "colour": "red"})


@case("PUT", ROWS, 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={**PYTHON, "quote": "Rust"})


@good("DELETE", ROW)
def _(world: World) -> Call:
    job, row = owned(world)
    return Call({**of(job), "own_id": str(row.pk)})


@good("POST", FACT)
def _(world: World) -> Call:
    patch = read(world)
    return Call({**of(patch.job), "fact_id": str(patch.pk)})


@case("POST", FACT, 409)
def _(world: World) -> Call:
    patch = read(world)
    Job.objects.filter(pk=patch.job_id).update(starting="later")
    return Call({**of(patch.job), "fact_id": str(patch.pk)})
