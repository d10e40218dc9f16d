"""Waiting for the worker: the answer comes when the row says so, and no later."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from orchestrator.api import wait
from orchestrator.models import Job, Operation, User
from tests import make
from tests.api.calls import data, error, get, post
from tests.bounds import ends
from tests.work import working
from tests.worker.harness import until

pytestmark = pytest.mark.django_db(transaction=True)


def _lose(operation_id: str) -> None:
    """A worker whose model refuses."""
    refusal = {"code": "UPSTREAM_ERROR", "message": "No.", "details": {"reason": "model_failed"}}
    Operation.objects.filter(pk=operation_id).update(
        status="failed", error=refusal, finished_at=timezone.now()
    )


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    make.heartbeat()
    return make.job(ada, tailored_summary="Mine.")


def test_finished_work_is_answered_with_its_result(client: Client, job: Job) -> None:
    with working():
        response = post(client, f"/jobs/{job.pk}/summarize")
    assert data(response)["tailoredHeadline"]
    assert response.json()["meta"]["keptFields"] == ["summary"]
    assert "Preference-Applied" not in response.headers


def test_failed_work_is_answered_with_its_error(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.pipeline.process.run", _lose)
    with working():
        found = error(post(client, f"/jobs/{job.pk}/process"), 502)
    assert found["code"] == "UPSTREAM_ERROR"
    assert found["details"] == {"reason": "model_failed"}


def test_the_time_a_caller_gives_is_kept(client: Client, job: Job) -> None:
    with ends(after=1):
        response = post(client, f"/jobs/{job.pk}/summarize", Prefer="wait=1")
    assert data(response, 202)["status"] == "discovered"
    assert response["Preference-Applied"] == "wait=1"


@pytest.mark.parametrize("prefer", ["respond-async", "return=minimal, RESPOND-ASYNC", "wait=0"])
def test_nobody_waits_who_does_not_want_to(client: Client, job: Job, prefer: str) -> None:
    data(post(client, f"/jobs/{job.pk}/summarize", Prefer=prefer), 202)


def test_when_too_many_wait_the_next_one_does_not(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wait, "_seats", threading.BoundedSemaphore(1))
    wait._seats.acquire()
    with ends():
        data(post(client, f"/jobs/{job.pk}/summarize"), 202)


def test_cancelling_ends_the_wait(client: Client, job: Job) -> None:
    answers: list[Any] = []

    def call() -> None:
        try:
            answers.append(post(Client(), f"/jobs/{job.pk}/summarize"))
        finally:
            connection.close()

    thread = threading.Thread(target=call)
    thread.start()
    operation = until(Operation.objects.first)
    post(client, f"/operations/{operation.pk}/cancel")
    thread.join()
    assert error(answers[0], 409)["details"]["reason"] == "superseded"
    assert data(get(client, f"/jobs/{job.pk}"))["status"] == "discovered"
