"""Interviews, and the calendar's address."""

from __future__ import annotations

from datetime import UTC, datetime

from orchestrator.tracking import interviews
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

INTERVIEWS = f"{JOB}/interviews"
ONE = f"{INTERVIEWS}/{{interview_id}}"
FEED = "/api/calendar-feed"
BODY = {"scheduledAt": "2027-03-01T14:00:00+01:00", "type": "panel", "link": None}


def one(world: World) -> dict[str, str]:
    job = make.job(world.owner, status="applied")
    at = datetime(2027, 3, 1, 13, tzinfo=UTC)
    made = interviews.add(job, scheduled_at=at, kind="technical", zone="UTC", actor="user")
    return {**of(job), "interview_id": str(made.pk)}


@good("GET", INTERVIEWS)
def _(world: World) -> Call:
    return Call({"job_id": one(world)["job_id"]})


@good("POST", INTERVIEWS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner, status="applied")), body=BODY)


@case("POST", INTERVIEWS, 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={**BODY, "scheduledAt": "2027-03-01T14:00:00"})


@good("GET", ONE)
def _(world: World) -> Call:
    return Call(one(world))


@good("PATCH", ONE)
def _(world: World) -> Call:
    return Call(one(world), body={"outcome": "pass", "timezone": "Europe/Berlin"})


@case("PATCH", ONE, 400)
def _(world: World) -> Call:
    return Call(one(world), body={"timezone": "Mars/Olympus"})


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(one(world))


@good("POST", f"{ONE}/restore")
def _(world: World) -> Call:
    return Call(one(world))


@good("POST", FEED)
def _(world: World) -> Call:
    return Call()


@good("DELETE", FEED)
def _(world: World) -> Call:
    return Call()
