"""The answer bank, and the answers of one application."""

from __future__ import annotations

from tailoring import answered, answers
from tests import make
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World

BANK = "/api/answers"
ONE, SIMILAR = f"{BANK}/{{saved_id}}", f"{BANK}/similar"
OF_JOB = "/api/jobs/{job_id}/answers"
ONE_OF_JOB = f"{OF_JOB}/{{answer_id}}"
WORDS = {"question": "Notice period?", "answer": "Three months"}
LONG_AGO = "2020-01-01T00:00:00Z"


def kept(world: World) -> dict[str, str]:
    row = answers.add(world.owner, "Why us?", f"I like it, {make.job(world.owner).pk}")
    return {"saved_id": str(row.pk)}


def given(world: World) -> dict[str, str]:
    row = answered.use(make.job(world.owner), "I like it", "Why us?")
    return {"job_id": str(row.job_id), "answer_id": str(row.pk)}


@good("GET", BANK)
def _(world: World) -> Call:
    kept(world)
    return Call()


@good("POST", BANK)
def _(world: World) -> Call:
    return Call(body=WORDS)


@case("POST", BANK, 404)
def _(world: World) -> Call:
    return Call(body={**WORDS, "jobId": NOBODY})


@good("GET", SIMILAR)
def _(world: World) -> Call:
    kept(world)
    return Call(query="question=Why%20us%3F")


@good("GET", ONE)
def _(world: World) -> Call:
    return Call(kept(world))


@good("PATCH", ONE)
def _(world: World) -> Call:
    return Call(kept(world), body={"answer": "I know it well"})


@case("PATCH", ONE, 409)
def _(world: World) -> Call:
    return Call(kept(world), body={"answer": "I know it well", "updatedAt": LONG_AGO})


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(kept(world))


@good("POST", f"{ONE}/restore")
def _(world: World) -> Call:
    return Call(kept(world))


@good("GET", OF_JOB)
def _(world: World) -> Call:
    return Call({"job_id": given(world)["job_id"]})


@good("POST", OF_JOB)
def _(world: World) -> Call:
    return Call({"job_id": str(make.job(world.owner).pk)}, body=WORDS)


@good("PATCH", ONE_OF_JOB)
def _(world: World) -> Call:
    return Call(given(world), body={"answer": "I know it well", "keep": True})


@case("PATCH", ONE_OF_JOB, 409)
def _(world: World) -> Call:
    return Call(given(world), body={"answer": "I know it well", "updatedAt": LONG_AGO})


@good("DELETE", ONE_OF_JOB)
def _(world: World) -> Call:
    return Call(given(world))
