"""The list, one job, its PDF."""

from __future__ import annotations

import base64
import itertools

from orchestrator.jobs import postings
from orchestrator.models import Job
from orchestrator.sources.posting import Posting
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.outside.server import Reply

JOB = "/api/jobs/{job_id}"
PDF = f"{JOB}/pdf"
SITE = "https://twins.example.org"
_number = itertools.count(1)


def of(job: Job) -> dict[str, str]:
    return {"job_id": str(job.pk)}


def printed(world: World) -> Job:
    job = make.job(world.owner, status="ready")
    make.printed(job)
    return job


@good("GET", "/api/jobs")
def _(world: World) -> Call:
    make.jobs(world.owner, 3)
    make.job(world.owner, status="ready")
    return Call(query="view=full&limit=2")


@good("GET", "/api/jobs.csv")
def _(world: World) -> Call:
    make.jobs(world.owner, 3)
    return Call(query="status=discovered")


@good("GET", "/api/jobs/revision")
def _(world: World) -> Call:
    return Call(query="status=discovered")


@good("GET", JOB)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)))


@good("PATCH", JOB)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"location": "Leeds", "colour": "red"})


@case("PATCH", JOB, 409)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner, status="in_progress")), body={"status": "ready"})


def twins(world: World) -> tuple[Job, Job]:
    """One job as two rows."""
    return tuple(
        postings.add(
            world.owner,
            Posting(title="Cook", employer="Acme", job_url=f"{SITE}/{next(_number)}", source=name),
            actor="pipeline",
        ).job
        for name in ("one", "two")
    )  # type: ignore[return-value]


@good("POST", f"{JOB}/unlink")
def _(world: World) -> Call:
    first, second = twins(world)
    return Call(of(first), body={"jobId": str(second.pk)})


@case("POST", f"{JOB}/unlink", 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={})


def asked(world: World, reply: Reply) -> Call:
    """A job whose address is the scripted server's."""
    world.open_loopback()
    world.outside.forget().next(reply)
    url = f"{world.outside.url}/jobs/{next(_number)}"
    return Call(of(make.job(world.owner, job_url=url)))


@good("POST", f"{JOB}/check-listing")
def _(world: World) -> Call:
    return asked(world, Reply(status=404, body="gone"))


@case("POST", f"{JOB}/check-listing", 408)
def _(world: World) -> Call:
    call = asked(world, Reply(hang=True))
    world.hurry()
    return call


@case("POST", f"{JOB}/check-listing", 422)
def _(world: World) -> Call:
    number = next(_number)
    return Call(of(make.job(world.owner, job_url=f"https://www.linkedin.com/jobs/view/{number}")))


@case("POST", f"{JOB}/check-listing", 502)
def _(world: World) -> Call:
    return asked(world, Reply(status=500, body="no"))


@good("GET", f"{JOB}/history")
def _(world: World) -> Call:
    job = make.job(world.owner)
    world.ask("POST", f"{JOB}/skip", Call(of(job)))
    return Call(of(job))


for method in ("GET", "HEAD"):

    @good(method, PDF)
    def _(world: World) -> Call:
        return Call(of(printed(world)))

    @case(method, PDF, 206)
    def _(world: World) -> Call:
        return Call(of(printed(world)), headers={"Range": "bytes=0-9"})

    @case(method, PDF, 304)
    def _(world: World) -> Call:
        ids = of(printed(world))
        tag = world.ask("GET", PDF, Call(ids)).headers["etag"]
        return Call(ids, headers={"If-None-Match": tag})

    @case(method, PDF, 416)
    def _(world: World) -> Call:
        return Call(of(printed(world)), headers={"Range": "bytes=999999-"})


@good("POST", PDF)
def _(world: World) -> Call:
    data = base64.b64encode(make.PDF).decode()
    body = {"fileName": "mine.pdf", "mediaType": "application/pdf", "dataBase64": data}
    return Call(of(make.job(world.owner)), body=body)
