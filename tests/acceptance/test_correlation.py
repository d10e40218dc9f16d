"""One request id, followed from the request to everything that came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jobops import logs
from orchestrator import preferences
from orchestrator.models import Delivery, JobEvent, LlmCall, Operation, User
from orchestrator.ops.clock import Clock
from orchestrator.queue import Schedule
from tests import make
from tests.outside.model import ModelStub
from tests.outside.server import Reply, Server
from tests.worker.harness import REAL_ROWS, ROOT, RealWorker, until

ASKED = ("trace-first", "trace-second")
SEEN: list[dict[str, str]] = []


@pytest.fixture
def worker(tmp_path: Path) -> Any:
    real = RealWorker(tmp_path, {"JOBOPS_WEBHOOK_PRIVATE_HOSTS": "127.0.0.0/8"})
    yield real
    real.end()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


# Starts a real worker, which makes two jobs ready.
@pytest.mark.worker
@REAL_ROWS
def test_two_requests_at_once_are_followed_to_their_ends_and_never_mixed(
    client: Client, ada: User, model_stub: ModelStub, outside: Server, worker: RealWorker
) -> None:
    make.resume(ada)
    wanted = {
        "llmBaseUrl": model_stub.base_url, "llmModel": "stub", "webhookSecret": "a-long-secret",
        "jobCompleteWebhookUrl": f"{outside.url}/job",
    }  # fmt: skip
    preferences.save(ada, wanted)
    outside.on("POST", "/.*", Reply(status=200))
    worker.start()
    jobs = {asked: make.job(ada) for asked in ASKED}
    for asked, job in jobs.items():
        headers = {"X-Request-Id": asked, "Prefer": "wait=0"}
        answer = client.post(f"/api/jobs/{job.pk}/process", headers=headers)
        assert (answer.status_code, answer["X-Request-Id"]) == (202, asked)
        assert answer.json()["meta"]["requestId"] == asked
    until(lambda: Operation.objects.filter(status="succeeded").count() == 2)
    for asked, job in jobs.items():
        client.post(f"/api/jobs/{job.pk}/apply", headers={"X-Request-Id": asked})
    until(lambda: Delivery.objects.filter(state="delivered").count() == 2)

    for asked, job in jobs.items():
        rows = JobEvent.objects.filter(job=job).exclude(request_id="")
        assert set(rows.values_list("request_id", flat=True)) == {asked}
        assert Operation.objects.get(job=job).request_id == asked
        assert set(LlmCall.objects.filter(job_id=job.pk).values_list("request_id", flat=True)) == {
            asked
        }
        assert Delivery.objects.get(job_id=job.pk).request_id == asked
        (heard,) = (one for one in outside.seen if str(job.pk) in one.body.decode())
        assert heard.headers["x-request-id"] == asked
        told = [one for one in lines(worker.log()) if one.get("jobId") == str(job.pk)]
        assert told
        assert {one["requestId"] for one in told} == {asked}


@pytest.mark.django_db
def test_a_stream_names_the_request_that_opened_it(client: Client, ada: User) -> None:
    make.heartbeat()
    body = {"action": "skip", "jobIds": [str(make.job(ada).pk)]}
    answer = client.post(
        "/api/jobs/actions/stream", body, "application/json", headers={"X-Request-Id": ASKED[0]}
    )
    first = next(iter(answer.streaming_content)).decode()  # type: ignore[attr-defined]
    answer.close()
    assert answer["X-Request-Id"] == ASKED[0]
    assert json.loads(first.removeprefix("data: "))["requestId"] == ASKED[0]


def note() -> None:
    """A schedule that remembers who called it."""
    SEEN.append(logs.current())


@pytest.mark.django_db
def test_what_the_clock_calls_has_an_id_of_its_own_each_time() -> None:
    SEEN.clear()
    clock = Clock({"note": Schedule("tests.acceptance.test_correlation.note", 1)})
    clock.tick(now=1_000.0)
    clock.tick(now=2_000.0)
    first, second = (one["requestId"] for one in SEEN)
    assert first.startswith("sched-")
    assert first != second


def test_a_command_has_an_id(tmp_path: Path) -> None:
    # Starts Python with Django in it.
    code = "from jobops import logs; print(logs.current())"
    environment = {**os.environ, "JOBOPS_DATA_DIR": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    said = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v", "0", "-c", code],
        capture_output=True, text=True, env=environment, check=True,
    ).stdout  # fmt: skip
    assert "'requestId': 'cmd-" in said
