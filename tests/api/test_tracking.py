"""The timeline, the outcome and the to-dos over HTTP."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.tracking import StageEventOut, TaskOut
from orchestrator.models import Job, JobEvent, StageEvent, User
from orchestrator.tracking import stages
from tests import make
from tests.api.calls import data, error, fits, get, patch, post, send

EVENT_KEYS = {
    "id", "applicationId", "title", "groupId", "fromStage", "toStage", "occurredAt", "metadata",
    "outcome",
}  # fmt: skip
TASK_KEYS = {"id", "applicationId", "type", "title", "dueDate", "isCompleted", "notes"}


@pytest.fixture
def job(ada: User) -> Job:
    return stages.apply(make.job(ada, status="ready"), actor="user")


def log(client: Client, job: Job, **body: Any) -> dict[str, Any]:
    return fits(StageEventOut, data(post(client, f"/jobs/{job.pk}/stages", body)))


def timeline(client: Client, job: Job) -> list[dict[str, Any]]:
    return data(get(client, f"/jobs/{job.pk}/events"))


def now_of(client: Client, job: Job) -> dict[str, Any]:
    return data(get(client, f"/jobs/{job.pk}"))


def test_a_step_is_logged_right_after_another(client: Client, job: Job) -> None:
    event = log(client, job, toStage="recruiter_screen", occurredAt=int(time.time()))
    assert set(event) == EVENT_KEYS
    assert event["applicationId"] == str(job.pk)
    assert (event["fromStage"], event["title"]) == ("applied", "Recruiter screen")
    assert (event["metadata"], event["groupId"], event["outcome"]) == (None, None, None)
    assert now_of(client, job)["status"] == "in_progress"


def test_the_timeline_is_in_order_of_what_happened(client: Client, job: Job) -> None:
    log(client, job, toStage="onsite")
    log(client, job, toStage="assessment", occurredAt=1_000)
    log(client, job, toStage="offer", occurredAt=0)
    found = timeline(client, job)
    assert [one["toStage"] for one in found] == ["offer", "assessment", "applied", "onsite"]
    assert [one["fromStage"] for one in found] == [None, "offer", "assessment", "applied"]
    assert [one["occurredAt"] for one in found[:2]] == [0, 1_000]


def test_metadata_is_kept_as_sent(client: Client, job: Job) -> None:
    said = {
        "note": "They rang.\nTwice.", "actor": "system", "groupId": "g-1", "groupLabel": "Round 1",
        "eventLabel": "Call", "reasonCode": "x", "externalUrl": "https://acme.example/1",
        "eventType": "interview_log",
    }  # fmt: skip
    event = log(client, job, toStage="onsite", metadata=said)
    assert event["metadata"] == said
    assert (event["title"], event["groupId"]) == ("Call", "g-1")


@pytest.mark.parametrize(
    "body", [{"toStage": "no_change"}, {"toStage": "offer", "metadata": {"eventType": "note"}}]
)
def test_what_changes_nothing_leaves_the_job_alone(
    client: Client, job: Job, body: dict[str, Any]
) -> None:
    before = now_of(client, job)
    event = log(client, job, **body)
    assert event["toStage"] == {"no_change": "applied"}.get(body["toStage"], "offer")
    after = now_of(client, job)
    assert after["updatedAt"] > before["updatedAt"]
    assert {**after, "updatedAt": "", "pdfPath": ""} == {**before, "updatedAt": "", "pdfPath": ""}


def test_no_change_on_a_job_without_steps_is_stored_as_applied(client: Client, ada: User) -> None:
    job = make.job(ada)
    assert log(client, job, toStage="no_change")["toStage"] == "applied"
    assert now_of(client, job)["status"] == "discovered"


WRONG_STEPS = [
    ({}, "toStage"),
    ({"toStage": "hired"}, "toStage"),
    ({"toStage": None}, "toStage"),
    ({"toStage": "onsite", "occurredAt": -1}, "occurredAt"),
    ({"toStage": "onsite", "occurredAt": 1.5}, "occurredAt"),
    ({"toStage": "onsite", "occurredAt": True}, "occurredAt"),
    ({"toStage": "onsite", "occurredAt": "2026-01-01"}, "occurredAt"),
    ({"toStage": "onsite", "occurredAt": int(time.time()) + 900_000}, "occurredAt"),
    ({"toStage": "onsite", "outcome": "won"}, "outcome"),
    ({"toStage": "onsite", "metadata": "note"}, "metadata"),
    ({"toStage": "onsite", "metadata": {"colour": "red"}}, "metadata.colour"),
    ({"toStage": "onsite", "metadata": {"note": "x" * 4001}}, "metadata.note"),
    ({"toStage": "onsite", "metadata": {"actor": "robot"}}, "metadata.actor"),
    ({"toStage": "onsite", "metadata": {"groupId": "x" * 121}}, "metadata.groupId"),
    ({"toStage": "onsite", "metadata": {"reasonCode": "x" * 121}}, "metadata.reasonCode"),
    ({"toStage": "onsite", "metadata": {"groupLabel": "x" * 201}}, "metadata.groupLabel"),
    ({"toStage": "onsite", "metadata": {"eventLabel": "x" * 201}}, "metadata.eventLabel"),
    ({"toStage": "onsite", "metadata": {"externalUrl": "ftp://a.b/c"}}, "metadata.externalUrl"),
    ({"toStage": "onsite", "metadata": {"eventType": "party"}}, "metadata.eventType"),
]


@pytest.mark.parametrize(("body", "field"), WRONG_STEPS)
def test_a_step_that_does_not_fit_names_its_field(
    client: Client, job: Job, body: dict[str, Any], field: str
) -> None:
    found = error(post(client, f"/jobs/{job.pk}/stages", body), 400)
    assert list(found["details"]["fieldErrors"]) == [field]
    assert StageEvent.objects.filter(job=job).count() == 1


def test_a_step_may_be_dated_a_day_ahead(client: Client, job: Job) -> None:
    ahead = int(time.time()) + 80_000
    assert log(client, job, toStage="onsite", occurredAt=ahead)["occurredAt"] == ahead


def test_keys_nobody_reads_are_named(client: Client, job: Job) -> None:
    body = {"toStage": "onsite", "title": "Mine", "id": "1"}
    answer = post(client, f"/jobs/{job.pk}/stages", body)
    assert answer.json()["meta"]["ignoredFields"] == ["id", "title"]


def test_a_step_is_changed(client: Client, job: Job) -> None:
    event = log(client, job, toStage="onsite", metadata={"note": "Old", "groupId": "g"})
    path = f"/jobs/{job.pk}/events/{event['id']}"
    body = {"toStage": "offer", "occurredAt": 0, "metadata": {"note": "New"}}
    assert data(patch(client, path, body)) is None
    first = timeline(client, job)[0]
    assert (first["toStage"], first["occurredAt"]) == ("offer", 0)
    assert (first["metadata"], first["groupId"]) == ({"note": "New"}, None)
    assert now_of(client, job)["status"] == "applied"


def test_leaving_the_closing_stage_clears_the_outcome(client: Client, job: Job) -> None:
    event = log(client, job, toStage="closed", outcome="rejected")
    assert now_of(client, job)["outcome"] == "rejected"
    path = f"/jobs/{job.pk}/events/{event['id']}"
    data(patch(client, path, {"toStage": "offer"}))
    found = now_of(client, job)
    assert (found["outcome"], found["closedAt"]) == (None, None)
    data(patch(client, path, {"toStage": "closed", "outcome": "withdrawn"}))
    found = now_of(client, job)
    assert (found["outcome"], found["closedAt"]) == ("withdrawn", event["occurredAt"])


WRONG_CHANGES = [
    ({}, None),
    ({"toStage": "no_change"}, "toStage"),
    ({"toStage": None}, "toStage"),
    ({"occurredAt": None}, "occurredAt"),
    ({"occurredAt": int(time.time()) + 900_000}, "occurredAt"),
    ({"outcome": "won"}, "outcome"),
    ({"metadata": {"colour": "red"}}, "metadata.colour"),
]


@pytest.mark.parametrize(("body", "field"), WRONG_CHANGES)
def test_a_change_that_does_not_fit_changes_nothing(
    client: Client, job: Job, body: dict[str, Any], field: str | None
) -> None:
    (event,) = timeline(client, job)
    found = error(patch(client, f"/jobs/{job.pk}/events/{event['id']}", body), 400)
    assert list(found["details"]["fieldErrors"]) == ([field] if field else [])
    assert timeline(client, job) == [event]


def test_equal_values_change_nothing(client: Client, job: Job) -> None:
    (event,) = timeline(client, job)
    before = now_of(client, job)
    body = {"toStage": "applied", "occurredAt": event["occurredAt"], "outcome": None}
    assert data(patch(client, f"/jobs/{job.pk}/events/{event['id']}", body)) is None
    assert now_of(client, job) == before


def test_taking_the_last_step_out_leads_back_to_discovered(client: Client, job: Job) -> None:
    (event,) = timeline(client, job)
    path = f"/jobs/{job.pk}/events/{event['id']}"
    assert data(send(client, "DELETE", path)) is None
    found = now_of(client, job)
    assert (found["status"], found["appliedAt"]) == ("discovered", None)
    assert found["readyAt"] is not None
    assert timeline(client, job) == []
    assert data(send(client, "DELETE", path)) is None
    assert now_of(client, job) == found
    error(patch(client, path, {"toStage": "onsite"}), 404)


def test_undoing_the_last_step_leads_back_to_where_it_began(client: Client, job: Job) -> None:
    (event,) = timeline(client, job)
    path = f"/jobs/{job.pk}/events/{event['id']}/undo"
    found = fits(JobOut, data(post(client, path)))
    assert (found["status"], found["appliedAt"], found["appliedPdfPath"]) == ("ready", None, None)
    assert data(post(client, path)) == found
    assert timeline(client, job) == []


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [("PATCH", "", {"toStage": "onsite"}), ("DELETE", "", None), ("POST", "/undo", None)],
)
def test_a_step_of_another_job_is_not_there(
    client: Client, ada: User, job: Job, method: str, tail: str, body: Any
) -> None:
    other = make.job(ada)
    event = job.stages.get()
    error(send(client, method, f"/jobs/{other.pk}/events/{event.pk}{tail}", body), 404)
    error(send(client, method, f"/jobs/{job.pk}/events/{uuid4()}{tail}", body), 404)
    event.refresh_from_db()
    assert (event.to_stage, event.removed_at, event.undone_at) == ("applied", None, None)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "events", None),
        ("GET", "tasks", None),
        ("POST", "stages", {"toStage": "onsite"}),
        ("PATCH", "outcome", {"outcome": None}),
        ("POST", "tasks", {"type": "todo", "title": "Call"}),
    ],
)
def test_somebody_elses_job_is_not_there(
    client: Client, ada: User, ben: User, method: str, path: str, body: Any
) -> None:
    error(send(client, method, f"/jobs/{make.job(ben).pk}/{path}", body), 404)


def test_an_outcome_is_set_apart_from_the_timeline(client: Client, job: Job) -> None:
    path = f"/jobs/{job.pk}/outcome"
    found = fits(JobOut, data(patch(client, path, {"outcome": "ghosted", "closedAt": 0})))
    assert (found["status"], found["outcome"], found["closedAt"]) == ("applied", "ghosted", 0)
    again = data(patch(client, path, {"outcome": "no_response"}))
    assert again["closedAt"] >= int(time.time()) - 60
    cleared = data(patch(client, path, {"outcome": None, "closedAt": 5}))
    assert (cleared["outcome"], cleared["closedAt"]) == (None, None)
    assert data(post(client, f"/jobs/{job.pk}/undo"))["outcome"] == "no_response"
    kinds = JobEvent.objects.filter(job=job).order_by("-seq").values_list("kind", flat=True)
    assert list(kinds)[:3] == ["job.undone", "job.outcome_set", "job.outcome_set"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "outcome"),
        ({"closedAt": 5}, "outcome"),
        ({"outcome": "won"}, "outcome"),
        ({"outcome": "ghosted", "closedAt": -1}, "closedAt"),
        ({"outcome": "ghosted", "closedAt": 4_102_444_801}, "closedAt"),
        ({"outcome": "ghosted", "closedAt": "now"}, "closedAt"),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(
    client: Client, job: Job, body: dict[str, Any], field: str
) -> None:
    found = error(patch(client, f"/jobs/{job.pk}/outcome", body), 400)
    assert list(found["details"]["fieldErrors"]) == [field]


def test_moving_to_in_progress_leaves_a_step(client: Client, job: Job) -> None:
    assert data(patch(client, f"/jobs/{job.pk}", {"status": "in_progress"}))["status"] == (
        "in_progress"
    )
    step = timeline(client, job)[-1]
    assert (step["toStage"], step["title"]) == ("recruiter_screen", "Moved to in progress")
    assert step["metadata"]["actor"] == "user"


def test_to_dos_are_added_changed_done_and_removed(client: Client, job: Job) -> None:
    path = f"/jobs/{job.pk}/tasks"
    body = {"type": "prep", "title": "  Read their blog ", "dueDate": 0, "notes": "Both."}
    made = fits(TaskOut, data(post(client, path, body), 201))
    assert set(made) == TASK_KEYS
    assert made == {
        "id": made["id"], "applicationId": str(job.pk), "type": "prep", "title": "Read their blog",
        "dueDate": 0, "isCompleted": False, "notes": "Both.",
    }  # fmt: skip
    one = f"{path}/{made['id']}"
    change = {"type": "todo", "title": "Read it", "dueDate": None, "notes": " "}
    changed = data(patch(client, one, change))
    assert changed == {**made, **change, "notes": None}
    assert data(patch(client, one, {"isCompleted": True}))["isCompleted"] is True
    assert data(get(client, path)) == []
    assert len(data(get(client, f"{path}?includeCompleted=1"))) == 1
    assert data(send(client, "DELETE", one)) is None
    assert data(get(client, f"{path}?includeCompleted=true")) == []
    error(send(client, "DELETE", one), 404)
    error(patch(client, one, {"title": "Back"}), 404)


def test_to_dos_come_by_date_and_undated_ones_last(client: Client, job: Job) -> None:
    path = f"/jobs/{job.pk}/tasks"
    for title, due in (("None", None), ("Late", 200), ("Soon", 100), ("Nor here", None)):
        data(post(client, path, {"type": "todo", "title": title, "dueDate": due}), 201)
    titles = [one["title"] for one in data(get(client, path))]
    assert titles == ["Soon", "Late", "None", "Nor here"]


WRONG_TASKS = [
    ("POST", {"title": "Call"}, "type"),
    ("POST", {"type": "todo"}, "title"),
    ("POST", {"type": "chore", "title": "Call"}, "type"),
    ("POST", {"type": "todo", "title": "  "}, "title"),
    ("POST", {"type": "todo", "title": "x" * 201}, "title"),
    ("POST", {"type": "todo", "title": "Call", "dueDate": -1}, "dueDate"),
    ("POST", {"type": "todo", "title": "Call", "notes": "x" * 4001}, "notes"),
    ("PATCH", {"type": None}, "type"),
    ("PATCH", {"title": None}, "title"),
    ("PATCH", {"isCompleted": None}, "isCompleted"),
    ("PATCH", {"isCompleted": 1}, "isCompleted"),
]


@pytest.mark.parametrize(("method", "body", "field"), WRONG_TASKS)
def test_a_to_do_that_does_not_fit_names_its_field(
    client: Client, job: Job, method: str, body: dict[str, Any], field: str
) -> None:
    todo = job.todos.create(kind="todo", title="Call")
    path = f"/jobs/{job.pk}/tasks" + (f"/{todo.pk}" if method == "PATCH" else "")
    found = error(send(client, method, path, body), 400)
    assert list(found["details"]["fieldErrors"]) == [field]
    todo.refresh_from_db()
    assert (job.todos.count(), todo.title) == (1, "Call")


def test_a_to_do_of_another_job_is_not_there(client: Client, ada: User, job: Job) -> None:
    todo = make.job(ada).todos.create(kind="todo", title="Call")
    path = f"/jobs/{job.pk}/tasks/{todo.pk}"
    error(patch(client, path, {"title": "Mine"}), 404)
    error(send(client, "DELETE", path), 404)
    error(patch(client, f"/jobs/{todo.job_id}/tasks/{todo.pk}", {}), 400)


def test_a_flag_of_the_list_is_a_flag(client: Client, job: Job) -> None:
    found = error(get(client, f"/jobs/{job.pk}/tasks?includeCompleted=maybe"), 400)
    assert list(found["details"]["fieldErrors"]) == ["includeCompleted"]


def test_history_names_what_moved_the_timeline(client: Client, job: Job) -> None:
    event = log(client, job, toStage="onsite", metadata={"note": "Private words"})
    items = data(get(client, f"/jobs/{job.pk}/history"))["items"]
    assert items[0]["kind"] == "job.stage_synced"
    assert items[0]["data"] == {"event": event["id"], "stage": "onsite", "change": "logged"}
    assert [one["undoable"] for one in items] == [False, False]
