"""After applying: the timeline, the outcome, to-dos."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.tracking import (
    NewStage,
    NewTask,
    OutcomeBody,
    StageChange,
    StageEventOut,
    TaskChange,
    TaskOut,
    TaskParameters,
    moment,
)
from orchestrator.inbox import decisions
from orchestrator.models import ToDo
from orchestrator.tracking import events, outcome, stages, todos
from orchestrator.tracking.events import Placed

router = Router(tags=["Timeline"])
JOB, EVENT, TASK = (
    "/jobs/{uuid:job_id}",
    "/jobs/{uuid:job_id}/events/{uuid:event_id}",
    "/jobs/{uuid:job_id}/tasks/{uuid:task_id}",
)


@door.route(router, "GET", f"{JOB}/events", data=list[StageEventOut], errors=(404,))
def list_events(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The steps of an application, oldest first."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, [shown(one) for one in events.timeline(job)])


@door.route(router, "POST", f"{JOB}/stages", data=StageEventOut, body=NewStage, errors=(404,))
def log_stage(request: HttpRequest, job_id: UUID, body: NewStage) -> HttpResponse:
    """Add a step to the timeline; the job's status follows from it."""
    job = access.job(access.owner(request), job_id)
    moved, event = stages.log(job, actor="user", source="api", **step(body))
    return door.answer(request, shown(events.placed(moved, event)), **door.ignored(body))


@door.route(router, "PATCH", EVENT, data=None, body=StageChange, errors=(404,))
def change_event(
    request: HttpRequest, job_id: UUID, event_id: UUID, body: StageChange
) -> HttpResponse:
    """Change a step; the job's status follows from what the timeline then says."""
    job = access.job(access.owner(request), job_id)
    stages.edit(job, access.stage(job, event_id), step(body), actor="user")
    return door.answer(request, None, **door.ignored(body))


@door.route(router, "DELETE", EVENT, data=None, errors=(404,))
def remove_event(request: HttpRequest, job_id: UUID, event_id: UUID) -> HttpResponse:
    """Take a step out of the timeline; a repeat changes nothing."""
    job = access.job(access.owner(request), job_id)
    stages.remove(job, access.stage(job, event_id), actor="user")
    return door.answer(request, None)


@door.route(router, "POST", f"{EVENT}/undo", data=JobOut, errors=(404,))
def undo_event(request: HttpRequest, job_id: UUID, event_id: UUID) -> HttpResponse:
    """Make a step never have been, however old it is; a repeat changes nothing. The mail that
    reported it waits for a decision again.
    """
    owner = access.owner(request)
    job = access.job(owner, job_id)
    back = decisions.undo_step(job, access.stage(job, event_id), actor="user")
    return door.answer(request, wire.whole(back, owner=owner))


@door.route(router, "POST", f"{EVENT}/restore", data=JobOut, errors=(404,))
def restore_event(request: HttpRequest, job_id: UUID, event_id: UUID) -> HttpResponse:
    """Bring a removed step back; one that is there stays as it is."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    back = stages.restore(job, access.stage(job, event_id), actor="user")
    return door.answer(request, wire.whole(back, owner=owner))


@door.route(router, "PATCH", f"{JOB}/outcome", data=JobOut, body=OutcomeBody, errors=(404,))
def set_outcome(request: HttpRequest, job_id: UUID, body: OutcomeBody) -> HttpResponse:
    """Say how an application ended, apart from its timeline; the status stays."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    closed_at = moment(body.closed_at)
    found = outcome.record(job, body.outcome, actor="user", closed_at=closed_at)
    return door.answer(request, wire.whole(found, owner=owner), **door.ignored(body))


@door.route(
    router, "GET", f"{JOB}/tasks", data=list[TaskOut], query=TaskParameters, errors=(404,)
)  # fmt: skip
def list_tasks(request: HttpRequest, job_id: UUID, query: TaskParameters) -> HttpResponse:
    """What is to do for a job, by date, undated last."""
    job = access.job(access.owner(request), job_id)
    found = todos.every(job) if query.include_completed else todos.open_ones(job)
    return door.answer(request, [task(one) for one in found])


@door.route(
    router, "POST", f"{JOB}/tasks", data=TaskOut, status=201, body=NewTask, errors=(404,)
)  # fmt: skip
def add_task(request: HttpRequest, job_id: UUID, body: NewTask) -> HttpResponse:
    """Add something to do."""
    job = access.job(access.owner(request), job_id)
    made = todos.add(job, actor="user", **columns(body))
    return door.answer(request, task(made), status=201, **door.ignored(body))


@door.route(router, "PATCH", TASK, data=TaskOut, body=TaskChange, errors=(404,))
def change_task(
    request: HttpRequest, job_id: UUID, task_id: UUID, body: TaskChange
) -> HttpResponse:
    """Change or complete something to do."""
    found = access.todo(access.job(access.owner(request), job_id), task_id)
    changed = todos.change(found, columns(body), actor="user")
    return door.answer(request, task(changed), **door.ignored(body))


@door.route(router, "DELETE", TASK, data=None, errors=(404,))
def remove_task(request: HttpRequest, job_id: UUID, task_id: UUID) -> HttpResponse:
    """Take something to do off the list; `restore` brings it back."""
    found = access.todo(access.job(access.owner(request), job_id), task_id)
    todos.remove(found, actor="user")
    return door.answer(request, None)


@door.route(router, "POST", f"{TASK}/restore", data=TaskOut, errors=(404,))
def restore_task(request: HttpRequest, job_id: UUID, task_id: UUID) -> HttpResponse:
    """Bring back what was taken off the list; what is there stays as it is."""
    job = access.job(access.owner(request), job_id)
    todos.restore(access.any_todo(job, task_id), actor="user")
    return door.answer(request, task(access.todo(job, task_id)))


def shown(one: Placed) -> dict[str, Any]:
    event = one.event
    return {
        "id": str(event.pk),
        "applicationId": str(event.job_id),
        "title": one.title,
        "groupId": event.group_id,
        "fromStage": one.from_stage,
        "toStage": event.to_stage,
        "occurredAt": wire.seconds(event.occurred_at),
        "metadata": event.metadata,
        "outcome": event.outcome,
    }


def task(row: ToDo) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "applicationId": str(row.job_id),
        "type": row.kind,
        "title": row.title,
        "dueDate": wire.seconds(row.due_at) if row.due_at else None,
        "isCompleted": row.is_completed,
        "notes": row.notes,
    }


def step(body: NewStage | StageChange) -> dict[str, Any]:
    """What was sent, as the timeline names it."""
    given = body.given()
    if "occurred_at" in given:
        given["occurred_at"] = moment(given["occurred_at"])
    if body.metadata is not None:
        given["metadata"] = body.metadata.stored()
    return given


def columns(body: NewTask | TaskChange) -> dict[str, Any]:
    given = body.given()
    if "type" in given:
        given["kind"] = given.pop("type")
    if "due_date" in given:
        given["due_at"] = moment(given.pop("due_date"))
    return given
