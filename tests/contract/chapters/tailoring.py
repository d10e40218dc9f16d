"""Proposed changes of a job's texts, their versions, and confirmed facts."""

from __future__ import annotations

from typing import Any

from orchestrator.models import Job
from orchestrator.pipeline import edits
from tailoring import facts, library, versions
from tailoring.documents.bullets import bullets
from tailoring.models import Edit, ResumeDocument
from tests import make
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World

JOB = "/api/jobs/{job_id}"
EDITS, BULLETS = f"{JOB}/edits", f"{JOB}/bullets"
EDIT, COVERAGE = f"{EDITS}/{{edit_id}}", f"{JOB}/coverage"
RESTORE = f"{JOB}/tailorings/{{version_id}}/restore"
FACTS, FACT = "/api/facts", "/api/facts/{statement_id}"


def based(world: World) -> Job:
    """A job with a base to tailor from."""
    if library.default(world.owner) is None:
        make.resume(world.owner)
    return make.job(world.owner)


def bare(world: World) -> Job:
    ResumeDocument.objects.filter(owner=world.owner).delete()
    return make.job(world.owner)


def bullet(job: Job) -> str:
    base = library.base_of(job)
    assert base is not None
    return bullets(base.data)[0].address


def proposed(world: World, **fields: Any) -> Edit:
    job = based(world)
    base = library.base_of(job)
    assert base is not None
    one = bullets(base.data)[0]
    return Edit.objects.create(
        job=job, resume_id=base.document_id, kind="rewrite", address=one.address,
        item_id=one.item_id, mark=one.mark, before=one.text, after=one.text[:-1],
        origin="computed", **fields,
    )  # fmt: skip


def named(edit: Edit) -> dict[str, str]:
    return {"job_id": str(edit.job_id), "edit_id": str(edit.pk)}


@good("GET", f"{JOB}/tailoring")
def _(world: World) -> Call:
    edit = proposed(world)
    return Call({"job_id": str(edit.job_id)})


@good("GET", COVERAGE)
def _(world: World) -> Call:
    return Call({"job_id": str(based(world).pk)})


@case("GET", COVERAGE, 422)
def _(world: World) -> Call:
    return Call({"job_id": str(bare(world).pk)})


@good("POST", EDITS)
def _(world: World) -> Call:
    edit = proposed(world)
    return Call({"job_id": str(edit.job_id)}, body={"decision": "accept_supported"})


@good("POST", EDIT)
def _(world: World) -> Call:
    return Call(named(proposed(world)), body={"decision": "accept"})


@case("POST", EDIT, 404)
def _(world: World) -> Call:
    edit = proposed(world)
    return Call({**named(edit), "edit_id": NOBODY}, body={"decision": "accept"})


@case("POST", EDIT, 409)
def _(world: World) -> Call:
    return Call(named(proposed(world)), body={"decision": "accept", "revision": 7})


@case("POST", EDIT, 422)
def _(world: World) -> Call:
    claim = {"kind": "number", "text": "80", "start": 0, "end": 2, "value": "80"}
    open_one = {"claim": claim, "state": "unsupported", "why": "", "nearest": None, "support": []}
    doubted = proposed(world, status="blocked", claims=[open_one])
    return Call(named(doubted), body={"decision": "accept"})


@good("PUT", BULLETS)
def _(world: World) -> Call:
    job = based(world)
    return Call({"job_id": str(job.pk)}, body={"address": bullet(job), "text": "In my words"})


@case("PUT", BULLETS, 409)
def _(world: World) -> Call:
    job = based(world)
    return Call({"job_id": str(job.pk)}, body={"address": "experience/none/description/0"})


@case("PUT", BULLETS, 422)
def _(world: World) -> Call:
    return Call({"job_id": str(bare(world).pk)}, body={"address": "experience/a/description/0"})


@good("GET", f"{JOB}/tailorings")
def _(world: World) -> Call:
    job = based(world)
    versions.snapshot(job, actor="user", what="Saved")
    return Call({"job_id": str(job.pk)})


@good("POST", RESTORE)
def _(world: World) -> Call:
    job = based(world)
    kept = versions.snapshot(job, actor="user", what="Saved")
    edits.save(job, {"tailored_headline": "Cook"}, actor="user")
    return Call({"job_id": str(job.pk), "version_id": str(kept.pk)})


@case("POST", RESTORE, 404)
def _(world: World) -> Call:
    return Call({"job_id": str(based(world).pk), "version_id": NOBODY})


@good("GET", FACTS)
def _(world: World) -> Call:
    facts.add(world.owner, "I cooked for 80 guests")
    return Call()


@good("POST", FACTS)
def _(world: World) -> Call:
    return Call(body={"text": "I cooked for 80 guests"})


@case("POST", FACTS, 404)
def _(world: World) -> Call:
    return Call(body={"text": "I cooked for 80 guests", "resumeId": NOBODY})


def stated(world: World) -> dict[str, str]:
    return {"statement_id": str(facts.add(world.owner, "I cooked for 90 guests").pk)}


@good("DELETE", FACT)
def _(world: World) -> Call:
    return Call(stated(world))


@case("DELETE", FACT, 404)
def _(world: World) -> Call:
    return Call({"statement_id": NOBODY})


@good("POST", f"{FACT}/restore")
def _(world: World) -> Call:
    return Call(stated(world))


@case("POST", f"{FACT}/restore", 404)
def _(world: World) -> Call:
    return Call({"statement_id": NOBODY})
