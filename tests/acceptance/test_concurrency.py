"""The running product over HTTP. Each test starts real processes, which takes some seconds."""

from __future__ import annotations

import json
import shutil
import urllib.request
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests import make
from tests.commands.house import House
from tests.outside.model import LEAK, ModelStub, status
from tests.worker.harness import until

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))),
        reason="no Chromium is installed here",
    ),
]
POSTING = {
    "title": "Backend Engineer",
    "employer": "Acme",
    "url": "https://jobs.example.org/1",
    "description": "We need Python and PostgreSQL. Write to boss@acme.example.",
}


@pytest.fixture
def served(house: House, model_stub: ModelStub, tmp_path: Path) -> House:
    """A server with one résumé, one job and a model, whose log is told everything."""
    postings = tmp_path / "postings.jsonl"
    postings.write_text(json.dumps(POSTING))
    for command in (("import_resume", str(make.RESUME)), ("import_jobs", str(postings))):
        code, said = house.run(*command)
        assert code == 0, said
    env = {
        "LLM_BASE_URL": model_stub.base_url, "LLM_MODEL": "stub",
        "LLM_API_KEY": "sk-own-0123456789", "LOG_LEVEL": "debug",
    }  # fmt: skip
    house.start("serve", env=env)
    until(lambda: house.answers("/health/ready"), what="a worker and a browser")
    return house


def ask(house: House, path: str, *, method: str = "GET") -> tuple[int, Any]:
    request = urllib.request.Request(f"{house.url}/api{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=250) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)


def only_job(house: House) -> str:
    (job,) = ask(house, "/jobs")[1]["data"]["jobs"]
    return f"/jobs/{job['id']}"


def test_of_twenty_calls_one_wins_and_the_model_is_asked_once(
    served: House, model_stub: ModelStub
) -> None:
    # The winner's model answers when all others have been refused.
    model_stub.delay = 200
    job = only_job(served)
    with ThreadPoolExecutor(20) as callers:
        calls = [callers.submit(ask, served, f"{job}/process", method="POST") for _ in range(20)]
        for _, _ in zip(range(19), as_completed(calls, timeout=200), strict=False):
            pass
        model_stub.release()
    found = [call.result() for call in calls]
    assert sorted(code for code, _ in found) == [200, *[409] * 19]
    assert {body["error"]["details"]["reason"] for code, body in found if code == 409} == {"busy"}
    assert [body["data"]["status"] for code, body in found if code == 200] == ["ready"]
    assert len(model_stub.calls) == 1
    kinds = [one["kind"] for one in ask(served, f"{job}/history")[1]["data"]["items"]]
    assert kinds.count("processing.started") == kinds.count("processing.finished") == 1


def test_a_model_that_leaks_leaves_no_word_on_disk_and_the_job_can_be_tried_again(
    served: House, model_stub: ModelStub
) -> None:
    model_stub.next(*[status(500, retry_after=0)] * 3)
    job = only_job(served)
    code, refused = ask(served, f"{job}/process", method="POST")
    assert (code, refused["error"]["details"]["reason"]) == (502, "model_failed")
    assert ask(served, job)[1]["data"]["status"] == "discovered"

    said = [refused, *(ask(served, path)[1] for path in (job, f"{job}/history"))]
    written = [file.read_bytes() for file in served.folder.rglob("*") if file.is_file()]
    everything = b"\n".join([json.dumps(said).encode(), *written])
    leaked = [*LEAK.split(), "sk-own-0123456789", "boss@acme.example"]
    # The posting itself is stored, with the address in it.
    assert [word for word in leaked if word.encode() in everything] == ["boss@acme.example"]
    assert "boss@acme.example" not in served.said()

    code, answered = ask(served, f"{job}/process", method="POST")
    assert (code, answered["data"]["status"]) == (200, "ready")
    assert answered["data"]["lastError"] is None
