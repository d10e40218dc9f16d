"""Replies of a model, from the call to the reader: what a client sees of each fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jobops.lib.llm_stream import StreamLimits
from orchestrator import preferences
from orchestrator.models import Job, User
from tailoring.ghostwriter import replying
from tailoring.models import ChatMessage
from tests import make
from tests.api.calls import data, error, get, post
from tests.outside.model import LEAK, ModelStub, broken, hanging, says, status, tells
from tests.work import working
from tests.worker.harness import REAL_ROWS

pytestmark = REAL_ROWS
TEXT = "".join(f"{number:02} 😀 Dear Acme.\n" for number in range(20))
SIZE = len(TEXT) // 20


@pytest.fixture
def job(ada: User, model_stub: ModelStub) -> Job:
    make.heartbeat()
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    return make.job(ada)


def ask(client: Client, job: Job, *, stream: bool) -> Any:
    body = {"content": "Write me a letter.", "stream": stream}
    return post(client, f"/jobs/{job.pk}/chat/messages", body)


def frames(answer: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ids and objects as they come."""
    for chunk in answer.streaming_content:
        lines = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
        if "data" in lines:
            yield lines["id"], json.loads(lines["data"])
    answer.close()


def test_a_reply_as_json_is_whole(client: Client, job: Job, model_stub: ModelStub) -> None:
    model_stub.next(tells(TEXT))
    with working():
        sent = data(ask(client, job, stream=False))
    assert set(sent) == {"userMessage", "assistantMessage", "runId"}
    assert sent["assistantMessage"]["content"] == TEXT.strip()
    assert sent["assistantMessage"]["origin"] == "model"
    assert sent["assistantMessage"]["tokensOut"] > 0


def test_a_reply_is_heard_while_the_model_speaks(
    client: Client, job: Job, model_stub: ModelStub
) -> None:
    """Takes as long as a model that speaks slowly, because that is what is asked."""
    model_stub.next(tells(TEXT, size=SIZE, every=0.06))
    with working():
        found = [frame for _, frame in frames(ask(client, job, stream=True))]
    deltas = [frame["delta"] for frame in found if frame["type"] == "delta"]
    assert len(deltas) >= 5
    assert len(deltas[0]) < len(TEXT) / 2
    assert "".join(deltas).strip() == TEXT.strip()
    assert [frame["type"] for frame in found if frame["type"] != "delta"] == ["ready", "completed"]
    assert found[-1]["message"]["content"] == TEXT.strip()
    assert ChatMessage.objects.get(role="assistant").content == TEXT.strip()


def test_a_line_that_was_cut_is_taken_up_where_it_was(
    client: Client, job: Job, model_stub: ModelStub
) -> None:
    """As slow as the model, so that there is something to cut."""
    model_stub.next(tells(TEXT, size=SIZE, every=0.06))
    found, place, run = "", "", ""
    with working():
        answer = ask(client, job, stream=True)
        heard = 0
        for place, frame in frames(answer):  # noqa: B007 – where it was cut
            run = frame["runId"]
            found += frame.get("delta", "")
            heard += frame["type"] == "delta"
            if heard == 3:
                answer.close()
                break
        path = f"/jobs/{job.pk}/chat/runs/{run}/stream"
        for _, frame in frames(get(client, path, Last_Event_ID=place)):
            assert not frame.get("reset")
            found += frame.get("delta", "")
    assert found.strip() == TEXT.strip()


FAULTS = [
    ([status(401)], 502, {"reason": "model_failed", "cause": "auth"}),
    ([status(429, retry_after=0)] * 3, 502, {"reason": "model_failed", "cause": "rate_limit"}),
    ([status(500, retry_after=0)] * 3, 502, {"reason": "model_failed", "cause": "unreachable"}),
    ([hanging()] * 3, 408, {"reason": "timeout", "phase": "first_byte"}),
    ([tells(TEXT, silent_at=3)], 408, {"reason": "timeout", "phase": "idle"}),
    ([tells("")] * 3, 502, {"reason": "model_failed", "cause": "empty"}),
    ([says("   ")] * 3, 502, {"reason": "model_failed", "cause": "empty"}),
    ([broken()] * 3, 502, {"reason": "model_failed", "cause": "other"}),
]
NAMES = ["key", "busy", "fault", "silent", "stuck", "empty", "blank", "garbage"]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = StreamLimits(connect=2, first=0.5, idle=0.5, total=5)
    monkeypatch.setattr(replying, "PATIENCE", limits)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(("script", "code", "details"), FAULTS, ids=NAMES)
def test_a_model_that_fails_costs_no_word(
    client: Client, job: Job, model_stub: ModelStub, script: Any, code: int, details: Any
) -> None:
    model_stub.next(*script)
    with working():
        *before, (_, last) = list(frames(ask(client, job, stream=True)))
    assert "error" not in [frame["type"] for _, frame in before]
    assert last["type"] == "error"
    assert last["details"] == details
    heard = "".join(frame.get("delta", "") for _, frame in before)
    asked, reply = ChatMessage.objects.order_by("created_at", "id")
    assert (asked.content, reply.status) == ("Write me a letter.", "failed")
    assert reply.content == heard
    told = json.dumps(last)
    assert not any(word in told for word in LEAK.split() if len(word) > 5)

    model_stub.forget().next(*script)
    with working():
        answer = error(ask(client, job, stream=False), code)
    assert {**answer["details"], **details} == answer["details"]
    assert answer["code"] == last["code"]


@pytest.mark.usefixtures("hurried")
def test_after_a_failure_one_can_ask_again_at_once(
    client: Client, job: Job, model_stub: ModelStub
) -> None:
    model_stub.next(status(401), tells(TEXT))
    with working():
        kept = error(ask(client, job, stream=False), 502)["details"]
        path = f"/jobs/{job.pk}/chat/messages/{kept['messageId']}/regenerate"
        again = data(post(client, path))["assistantMessage"]
    assert (again["version"], again["content"]) == (2, TEXT.strip())
