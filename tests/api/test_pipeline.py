"""Runs through the API, and the stream of their progress."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from orchestrator.api import streams
from orchestrator.api.schemas.runs import (
    PipelineStatus,
    ProgressOut,
    RunCancelled,
    RunOut,
    RunStarted,
)
from orchestrator.models import PipelineRun, User
from orchestrator.pipeline import runs
from tests import make
from tests.api.calls import data, error, fits, get, post

# Closing a stream ends its request, and with it the connection a test's own transaction lives on.
STREAMED = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(ada: User) -> PipelineRun:
    return runs.create(ada, options={}, trigger="manual")


def frame(chunk: bytes) -> tuple[str, Any]:
    """Id and content of one frame."""
    mark, _, content = chunk.decode().removesuffix("\n\n").partition("\n")
    return mark.removeprefix("id: "), json.loads(content.removeprefix("data: "))


def test_nothing_has_run_yet(client: Client, ada: User) -> None:
    found = fits(PipelineStatus, data(get(client, "/pipeline/status")))
    assert (found["isRunning"], found["lastRun"]) == (False, None)
    assert fits(ProgressOut, data(get(client, "/pipeline/progress/snapshot")))["step"] == "idle"
    assert data(get(client, "/pipeline/runs")) == []


def test_a_run_is_started_once(client: Client, ada: User) -> None:
    make.heartbeat()
    response = post(client, "/pipeline/run", {"topN": 5, "colour": "red"})
    started = fits(RunStarted, data(response))
    assert response.json()["meta"]["ignoredFields"] == ["colour"]
    found = error(post(client, "/pipeline/run"), 409)
    assert found["details"] == {"reason": "run_in_progress", "runId": started["runId"]}
    status = fits(PipelineStatus, data(get(client, "/pipeline/status")))
    assert status["isRunning"] is True
    assert status["lastRun"]["configSnapshot"]["topN"] == 5


def test_of_many_starts_at_once_one_wins(transactional_db: None, ada: User) -> None:
    make.heartbeat()
    together = threading.Barrier(20, timeout=120)
    answers: list[int] = []

    def start() -> None:
        together.wait()
        try:
            response = post(Client(), "/pipeline/run", {"enableCrawling": False})
            answers.append(response.status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 19
    assert PipelineRun.objects.count() == 1


def test_without_a_worker_no_run_starts(client: Client, ada: User) -> None:
    assert error(post(client, "/pipeline/run"), 503)["details"]["reason"] == "worker_unavailable"
    assert not PipelineRun.objects.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("topN", 51), ("topN", "5"), ("topN", True), ("sources", []), ("sources", ["indeed"]),
        ("searchTerms", ["x"] * 101), ("scoringInstructions", "x" * 4001),
        ("proximity", {"lat": 91, "lon": 0, "radiusMiles": 5}), ("workplaceTypes", []),
        ("enableScoring", "yes"), ("candidates", "some"), ("runBudget", 49),
    ],
)  # fmt: skip
def test_an_option_that_does_not_fit_is_refused(
    client: Client, ada: User, key: str, value: Any
) -> None:
    make.heartbeat()
    found = error(post(client, "/pipeline/run", {key: value}), 400)
    assert list(found["details"]["fieldErrors"]) == [key]


def test_null_asks_for_the_setting(client: Client, ada: User) -> None:
    make.heartbeat()
    data(post(client, "/pipeline/run", {"topN": None, "minSuitabilityScore": 70}))
    assert PipelineRun.objects.get().options["topN"] == 10


def test_a_run_can_be_cancelled(client: Client, run: PipelineRun) -> None:
    found = fits(RunCancelled, data(post(client, "/pipeline/cancel")))
    assert found["pipelineRunId"] == str(run.pk)
    assert found["alreadyRequested"] is False


def test_there_is_nothing_to_cancel_when_nothing_runs(client: Client, ada: User) -> None:
    assert error(post(client, "/pipeline/cancel"), 409)["details"]["reason"] == "not_running"


def test_runs_are_looked_back_at(client: Client, ben: User, run: PipelineRun) -> None:
    listed = data(get(client, "/pipeline/runs"))
    assert [one["id"] for one in listed] == [str(run.pk)]
    assert fits(RunOut, data(get(client, f"/pipeline/runs/{run.pk}"))) == listed[0]
    theirs = runs.create(ben, options={}, trigger="manual")
    error(get(client, f"/pipeline/runs/{theirs.pk}"), 404)


@STREAMED
def test_the_stream_begins_with_the_whole_object(client: Client, run: PipelineRun) -> None:
    response = get(client, "/pipeline/progress")
    assert response["Content-Type"] == "text/event-stream"
    assert response["Cache-Control"] == "no-cache, no-transform"
    assert response["X-Accel-Buffering"] == "no"
    mark, found = frame(next(iter(response)))
    response.close()
    assert mark
    assert found == data(get(client, "/pipeline/progress/snapshot"))


@STREAMED
def test_the_stream_speaks_again_after_a_change(client: Client, run: PipelineRun) -> None:
    response = get(client, "/pipeline/progress")
    frames = iter(response)
    first, _ = frame(next(frames))
    runs.cancel(run.owner, actor="user")
    second, found = frame(next(frames))
    response.close()
    assert int(second) > int(first)
    assert found["step"] == "cancelled"


@STREAMED
def test_a_reader_who_comes_back_gets_only_what_is_new(
    client: Client, run: PipelineRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "SPEAK_EVERY", 0.0)
    response = get(client, "/pipeline/progress")
    mark, _ = frame(next(iter(response)))
    response.close()
    again = get(client, "/pipeline/progress", Last_Event_ID=mark)
    assert next(iter(again)).startswith(b":")
    again.close()


@STREAMED
def test_streams_leave_threads_for_others(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_seats", threading.BoundedSemaphore(1))
    first = get(client, "/pipeline/progress")
    refused = get(client, "/pipeline/progress")
    assert error(refused, 503)["code"] == "SERVICE_UNAVAILABLE"
    assert refused["Retry-After"] == "5"
    first.close()
    second = get(client, "/pipeline/progress")
    assert second.status_code == 200
    second.close()
