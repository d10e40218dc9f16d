"""A reply whose readers lose their server: it is written on, and told to its last character."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.commands.house import House
from tests.outside.model import ModelStub, tells
from tests.worker.harness import gone, until

pytestmark = pytest.mark.worker

LETTER = "".join(f"Sentence {n} of a letter to 👩🏽‍🚀 and others.\n" for n in range(60))


@pytest.fixture
def house(tmp_path: Path, model_stub: ModelStub) -> Iterator[House]:
    started = House(tmp_path)
    env = {"LLM_BASE_URL": model_stub.base_url, "LLM_MODEL": "stub-model"}
    started.start("serve", env=env)
    try:
        until(lambda: started.answers("/health/ready"))
        yield started
    finally:
        started.end()


@dataclass
class Reader:
    """Reads frames as a browser does: it knows the last mark it saw, and its text."""

    house: House
    text: str = ""
    mark: str = ""
    last: dict[str, Any] = field(default_factory=dict)

    def read(self, method: str, path: str, body: object = None, *, until_long: int = 0) -> None:
        """To the end, until the line breaks, or until so many characters have come."""
        line = HTTPConnection("127.0.0.1", self.house.port, timeout=200)
        headers = {"Content-Type": "application/json"} if body else {}
        if self.mark:
            headers["Last-Event-ID"] = self.mark
        line.request(method, path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        assert answer.status == 200
        try:
            for raw in answer:
                self._take(raw.decode().rstrip("\n"))
                if until_long and len(self.text) >= until_long:
                    return
        except ConnectionError:
            return
        finally:
            line.close()

    def _take(self, raw: str) -> None:
        name, _, value = raw.partition(": ")
        if name == "id":
            self.mark = value
        elif name == "data":
            self.last = json.loads(value)
            self.text += self.last.get("delta", "")


def job_of(house: House) -> str:
    line = HTTPConnection("127.0.0.1", house.port, timeout=200)
    posting = {"title": "Baker", "employer": "Crumb", "jobDescription": "Bread."}
    job = {**posting, "jobUrl": "https://jobs.example/1"}
    body = json.dumps({"skipTailoring": True, "job": job})
    line.request("POST", "/api/manual-jobs/import", body, {"Content-Type": "application/json"})
    return str(json.load(line.getresponse())["data"]["id"])


def test_a_killed_server_loses_and_repeats_no_character(
    house: House, model_stub: ModelStub
) -> None:
    chat = f"/api/jobs/{job_of(house)}/chat"
    model_stub.next(tells(LETTER, size=7, every=0.02))
    reader = Reader(house)
    reader.read("POST", f"{chat}/messages", {"content": "Go", "stream": True}, until_long=300)
    run, before = reader.last["runId"], house.roles()[0]
    branch = [before, *before.children(recursive=True)]
    before.kill()
    until(lambda: gone(branch), what="the server gone")
    until(house.answers, what="another server")
    assert LETTER.startswith(reader.text)
    assert len(reader.text) < len(LETTER)

    reader.read("GET", f"{chat}/runs/{run}/stream")
    assert reader.last["type"] == "completed"
    assert reader.text.strip() == LETTER.strip()
    assert reader.last["message"]["content"] == LETTER.strip()
    assert len(model_stub.calls) == 1
