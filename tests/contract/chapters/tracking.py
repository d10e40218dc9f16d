"""The timeline, the outcome, to-dos."""

from __future__ import annotations

from orchestrator.models import Job, StageEvent, ToDo
from orchestrator.tracking import stages
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

EVENT = f"{JOB}/events/{{event_id}}"
TASK = f"{JOB}/tasks/{{task_id}}"


def sent(world: World) -> Job:
    return stages.apply(make.job(world.owner, status="ready"), actor="user")


def at(event: StageEvent) -> dict[str, str]:
    return {**of(event.job), "event_id": str(event.pk)}


def reminder(world: World) -> dict[str, str]:
    todo = ToDo.objects.create(job=make.job(world.owner), kind="prep", title="Read their blog")
    return {**of(todo.job), "task_id": str(todo.pk)}


@good("GET", f"{JOB}/events")
def _(world: World) -> Call:
    return Call(of(sent(world)))


@good("POST", f"{JOB}/stages")
def _(world: World) -> Call:
    body = {"toStage": "onsite", "metadata": {"note": "Third floor", "eventLabel": "Visit"}}
    return Call(of(sent(world)), body=body)


@good("PATCH", EVENT)
def _(world: World) -> Call:
    return Call(at(sent(world).stages.get()), body={"occurredAt": 0})


@case("PATCH", EVENT, 400)
def _(world: World) -> Call:
    return Call(at(sent(world).stages.get()), body={"toStage": "no_change"})


@good("DELETE", EVENT)
def _(world: World) -> Call:
    return Call(at(sent(world).stages.get()))


@good("POST", f"{EVENT}/restore")
def _(world: World) -> Call:
    return Call(at(sent(world).stages.get()))


@good("POST", f"{TASK}/restore")
def _(world: World) -> Call:
    return Call(reminder(world))


@good("POST", f"{EVENT}/undo")
def _(world: World) -> Call:
    return Call(at(sent(world).stages.get()))


@good("PATCH", f"{JOB}/outcome")
def _(world: World) -> Call:
    return Call(of(sent(world)), body={"outcome": "rejected", "closedAt": 1_790_000_000})


@case("PATCH", f"{JOB}/outcome", 400)
def _(world: World) -> Call:
    return Call(of(sent(world)), body={"closedAt": 1_790_000_000})


@good("GET", f"{JOB}/tasks")
def _(world: World) -> Call:
    ids = reminder(world)
    return Call({"job_id": ids["job_id"]}, query="includeCompleted=1")


@good("POST", f"{JOB}/tasks")
def _(world: World) -> Call:
    body = {"type": "follow_up", "title": "Ask again", "dueDate": 1_790_000_000}
    return Call(of(sent(world)), body=body)


@good("PATCH", TASK)
def _(world: World) -> Call:
    return Call(reminder(world), body={"isCompleted": True})


@good("DELETE", TASK)
def _(world: World) -> Call:
    return Call(reminder(world))
