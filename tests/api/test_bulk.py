"""Actions on many jobs over the API: one answer, one 202, or a stream."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from orchestrator.api import results, streams
from orchestrator.api.schemas.bulk import ActionsOut, Completed, Progressed, Started
from orchestrator.api.schemas.work import OperationOut
from orchestrator.models import Job, Operation, User
from tests import make
from tests.api.calls import data, error, fits, get, post
from tests.work import drain, queued, working
from tests.worker.harness import until

PATHS = ("/jobs/actions", "/jobs/bulk-actions")
LATER = {"Prefer": "respond-async"}


@pytest.fixture
def owner(ada: User) -> User:
    make.heartbeat()
    make.resume(ada)
    return ada


def body(action: str, *jobs: Job | str, **more: Any) -> dict[str, Any]:
    ids = [one if isinstance(one, str) else str(one.pk) for one in jobs]
    return {"action": action, "jobIds": ids, **more}


def stream(client: Client, wanted: dict[str, Any], path: str = "/jobs/actions/stream") -> Any:
    return client.generic("POST", f"/api{path}", json.dumps(wanted), "application/json")


def frames(response: Any) -> Iterator[dict[str, Any]]:
    for part in response.streaming_content:
        for line in part.decode().split("\n\n"):
            if line.startswith("data: "):
                yield json.loads(line[6:])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", PATHS)
def test_the_answer_has_one_result_per_job_in_the_order_asked_for(
    client: Client, owner: User, path: str
) -> None:
    one, sent = make.job(owner), make.job(owner, status="applied")
    nobody = str(uuid4())
    with working():
        found = data(post(client, path, body("skip", sent, nobody, one, one)))
    fits(ActionsOut, found)
    assert (found["requested"], found["succeeded"], found["failed"]) == (3, 1, 2)
    assert [row["jobId"] for row in found["results"]] == [str(sent.pk), nobody, str(one.pk)]
    refused, missing, done = found["results"]
    assert refused["error"]["details"]["reason"] == "status_not_allowed"
    assert missing["error"]["code"] == "NOT_FOUND"
    assert done["job"]["status"] == "skipped"


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_result_is_the_whole_job(client: Client, owner: User) -> None:
    job = make.job(owner)
    with working():
        (done,) = data(post(client, "/jobs/actions", body("skip", job)))["results"]
    whole = data(get(client, f"/jobs/{job.pk}"))
    del whole["appliedDuplicateMatch"], whole["linkedJobs"]
    assert done["job"] == whole


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("action", "status", "path"),
    [("skip", "applied", "skip"), ("move_to_ready", "ready", "process"),
     ("rescore", "processing", "rescore"), ("move_to_ready", "processing", "process"),
     ("undo", "ready", "undo")],
)  # fmt: skip
def test_the_error_of_an_item_is_that_of_the_single_command(
    client: Client, owner: User, action: str, status: str, path: str
) -> None:
    job = make.job(owner, status=status)
    with working():
        response = post(client, "/jobs/actions", body(action, job))
    found = data(response)
    alone = post(client, f"/jobs/{job.pk}/{path}").json()["error"]
    assert (found["succeeded"], found["failed"]) == (0, 1)
    assert found["results"][0]["error"] == alone


def test_who_does_not_wait_gets_what_is_open(client: Client, owner: User) -> None:
    jobs = [make.job(owner), make.job(owner)]
    response = post(client, "/jobs/actions", body("skip", *jobs, "nonsense"), **LATER)
    found = fits(ActionsOut, data(response, 202))
    operation = response.json()["meta"]["operation"]
    assert response["Location"] == f"/api/operations/{operation['id']}"
    assert response["Preference-Applied"] == "respond-async"
    assert (found["pending"], found["failed"]) == (2, 1)
    assert found["results"][0] == {
        "jobId": str(jobs[0].pk), "ok": None, "operationId": operation["id"],
    }  # fmt: skip


def test_the_operation_of_an_action_is_read_like_any_other(client: Client, owner: User) -> None:
    post(client, "/jobs/actions", body("skip", make.job(owner)), **LATER)
    pk = Operation.objects.get().pk
    before = fits(OperationOut, data(get(client, f"/operations/{pk}")))
    drain()
    after = data(get(client, f"/operations/{pk}"))
    assert (before["kind"], before["jobId"], before["status"]) == ("actions", None, "queued")
    assert (after["status"], after["error"]) == ("succeeded", None)


def test_work_of_its_own_is_named_by_each_item(client: Client, owner: User) -> None:
    post(client, "/jobs/actions", body("rescore", *(make.job(owner) for _ in range(5))), **LATER)
    drain(1)
    operation = Operation.objects.get(kind="actions")
    first = operation.items.order_by("position").first()
    assert first
    assert data(get(client, f"/operations/{first.work_id}"))["kind"] == "rescore"


def test_cancelling_takes_back_what_has_not_begun(client: Client, owner: User) -> None:
    post(client, "/jobs/actions", body("skip", make.job(owner)), **LATER)
    pk = Operation.objects.get().pk
    assert data(post(client, f"/operations/{pk}/cancel"))["status"] == "cancelled"
    drain()
    assert Job.objects.get().status == "discovered"
    assert data(post(client, f"/operations/{pk}/cancel"))["status"] == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_action_is_answered_with_what_became_of_it(client: Client, owner: User) -> None:
    job = make.job(owner)
    answers: list[Any] = []

    def call() -> None:
        try:
            answers.append(post(Client(), "/jobs/actions", body("skip", job)))
        finally:
            connection.close()

    thread = threading.Thread(target=call)
    thread.start()
    operation = until(Operation.objects.first)
    post(client, f"/operations/{operation.pk}/cancel")
    thread.join()
    (result,) = data(answers[0])["results"]
    assert result["ok"] is False
    assert result["error"]["details"]["reason"] == "superseded"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"jobIds": ["a"]}, "action"),
        ({"action": "delete", "jobIds": ["a"]}, "action"),
        ({"action": "skip"}, "jobIds"),
        ({"action": "skip", "jobIds": []}, "jobIds"),
        ({"action": "skip", "jobIds": [""]}, "jobIds.0"),
        ({"action": "skip", "jobIds": ["a"] * 501}, "jobIds"),
        ({"action": "skip", "jobIds": [7]}, "jobIds.0"),
        ({"action": "skip", "jobIds": ["a"], "options": 1}, "options"),
        ({"action": "move_to_ready", "jobIds": ["a"], "options": {"force": 1}}, "options.force"),
    ],
)
@pytest.mark.parametrize("path", ["/jobs/actions", "/jobs/actions/stream"])
def test_a_wrong_request_names_its_field(
    client: Client, owner: User, path: str, wanted: Any, field: str
) -> None:
    found = error(post(client, path, wanted), 400)
    assert list(found["details"]["fieldErrors"]) == [field]
    assert not Operation.objects.exists()


@pytest.mark.parametrize("action", ["skip", "rescore", "apply", "reopen", "undo"])
def test_force_belongs_to_moving_to_ready(client: Client, owner: User, action: str) -> None:
    wanted = body(action, "a", options={"force": True})
    assert "move_to_ready" in error(post(client, "/jobs/actions", wanted), 400)["message"]
    data(post(client, "/jobs/actions", body(action, "a", options={}), **LATER), 202)


def test_unknown_keys_are_named(client: Client, owner: User) -> None:
    response = post(client, "/jobs/actions", body("skip", "a", colour="red"), **LATER)
    assert response.json()["meta"]["ignoredFields"] == ["colour"]


@pytest.mark.parametrize("path", [*PATHS, *(f"{one}/stream" for one in PATHS)])
def test_without_a_worker_nothing_is_claimed(client: Client, ada: User, path: str) -> None:
    make.heartbeat(age=timedelta(minutes=5))
    found = error(post(client, path, body("skip", make.job(ada))), 503)
    assert found["details"]["reason"] == "worker_unavailable"
    assert (Operation.objects.count(), queued()) == (0, [])


def test_the_answer_costs_the_same_for_many_jobs(client: Client, owner: User) -> None:
    def cost(count: int) -> int:
        jobs = [make.job(owner) for _ in range(count)]
        post(client, "/jobs/actions", body("skip", *jobs), **LATER)
        drain()
        operation = Operation.objects.latest("created_at")
        with CaptureQueriesContext(connection) as found:
            assert results.standing(RequestFactory().get("/"), operation)["succeeded"] == count
        return len(found)

    assert cost(2) == cost(40) <= 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/jobs/actions/stream", "/jobs/bulk-actions/stream"])
def test_a_stream_tells_every_result_and_the_whole(client: Client, owner: User, path: str) -> None:
    jobs = [make.job(owner) for _ in range(3)]
    with working():
        response = stream(client, body("skip", *jobs, "nonsense"), path)
        found = list(frames(response))
    response.close()
    assert response["Content-Type"] == "text/event-stream"
    assert [one["type"] for one in found] == ["started", *["progress"] * 4, "completed"]
    fits(Started, found[0])
    fits(Progressed, found[1])
    fits(Completed, found[-1])
    assert [one["completed"] for one in found] == [0, 1, 2, 3, 4, 4]
    assert (found[-1]["succeeded"], found[-1]["failed"]) == (3, 1)
    assert {one["requestId"] for one in found} == {response["X-Request-Id"]}
    ids = [row["jobId"] for row in found[-1]["results"]]
    assert ids == [*(str(job.pk) for job in jobs), "nonsense"]


@pytest.mark.django_db(transaction=True)
def test_a_stream_that_begins_late_still_tells_every_result(client: Client, owner: User) -> None:
    jobs = [make.job(owner) for _ in range(60)]
    response = stream(client, body("skip", *jobs))
    drain()
    found = list(frames(response))
    response.close()
    assert [one["type"] for one in found] == ["started", *["progress"] * 60, "completed"]
    assert found[-1]["completed"] == 60


@pytest.mark.django_db(transaction=True)
def test_a_client_that_leaves_stops_nothing(client: Client, owner: User) -> None:
    response = stream(client, body("skip", make.job(owner)))
    assert next(frames(response))["type"] == "started"
    response.close()
    drain()
    assert Job.objects.get().status == "skipped"
    assert streams._seats.acquire(blocking=False)
    streams._seats.release()


def test_without_a_seat_nothing_is_started(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_seats", threading.BoundedSemaphore(1))
    streams._seats.acquire()
    found = error(stream(client, body("skip", make.job(owner))), 503)
    assert found["code"] == "SERVICE_UNAVAILABLE"
    assert not Operation.objects.exists()


def test_a_refused_stream_gives_its_seat_back(client: Client, ada: User) -> None:
    before = streams._seats._value
    error(stream(client, body("skip", "a")), 503)
    assert streams._seats._value == before


@pytest.mark.django_db(transaction=True)
def test_results_can_be_asked_for_later_and_taken_back(client: Client, owner: User) -> None:
    post(client, "/jobs/actions", body("skip", *(make.job(owner) for _ in range(3))), **LATER)
    drain()
    operation = Operation.objects.get()
    found = fits(ActionsOut, data(get(client, f"/operations/{operation.pk}/results")))
    assert (found["action"], found["succeeded"], found["pending"]) == ("skip", 3, 0)
    with working():
        back = fits(ActionsOut, data(post(client, f"/operations/{operation.pk}/undo")))
    assert (back["action"], back["succeeded"]) == ("undo", 3)
    assert Job.objects.filter(status="discovered").count() == 3
    refused = error(post(client, f"/operations/{operation.pk}/undo"), 409)
    assert refused["details"]["reason"] == "not_undoable"


def test_other_work_has_no_results(client: Client, owner: User, ben: User) -> None:
    other = Operation.objects.create(owner=owner, kind="rescore", job=make.job(owner))
    foreign = Operation.objects.create(owner=ben, kind="actions", options={"action": "skip"})
    for one in (other, foreign):
        error(get(client, f"/operations/{one.pk}/results"), 404)
        error(post(client, f"/operations/{one.pk}/undo"), 404)
