from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from jobops.lib import llm
from jobops.lib.llm import Endpoint, Gateway, LLMError
from jobops.lib.llm_ledger import Usage
from tests.bounds import ends
from tests.outside.model import (
    LEAK,
    ModelStub,
    broken,
    dripping,
    hanging,
    huge,
    says,
    status,
)
from tests.outside.server import Reply, Server


class Verdict(BaseModel):
    score: int = Field(ge=0, le=100)
    reason: str = Field(default="", max_length=40)
    band: Literal["low", "high"] = "low"


GOOD = {"score": 77, "reason": "fits", "band": "high"}


class Rows:
    """A ledger that keeps its rows; `opened` may refuse."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.broken = False

    def open(self, **asked: Any) -> dict[str, Any]:
        if self.broken:
            raise OSError("disk full")
        self.rows.append(asked)
        return asked

    def close(self, entry: dict[str, Any], **outcome: Any) -> None:
        entry.update(outcome)

    @property
    def results(self) -> list[str]:
        return [row["result"] for row in self.rows]


@pytest.fixture(autouse=True)
def _forget() -> None:
    llm._dialects.clear()


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def gateway(model_stub: ModelStub, rows: Rows) -> Gateway:
    return Gateway(_endpoint(model_stub), rows)


def _endpoint(stub: ModelStub, **changes: Any) -> Endpoint:
    given = {"base_url": stub.base_url, "api_key": "k-canary-123456", "model": "stub-model"}
    return Endpoint(**{**given, "timeout": 60, **changes})


def _parse(gateway: Gateway, **changes: Any) -> Verdict:
    asked = {"purpose": "scoring", "system": "Judge.", "user": "The words.", **changes}
    return gateway.parse(Verdict, **asked)


def test_it_returns_a_checked_answer(gateway: Gateway, model_stub: ModelStub, rows: Rows) -> None:
    model_stub.answer(GOOD)
    assert _parse(gateway) == Verdict(score=77, reason="fits", band="high")
    assert gateway.model == "stub-model"
    [row] = rows.rows
    assert (row["purpose"], row["model"], row["host"]) == ("scoring", "stub-model", "127.0.0.1")
    assert (row["attempt"], row["result"], row["http_status"]) == (1, "ok", 200)
    assert row["usage"] == Usage(prompt_tokens=4, completion_tokens=11)
    assert 0 <= row["duration_ms"] < 60_000


def test_the_request_holds_the_words_and_nothing_about_the_user(
    gateway: Gateway, model_stub: ModelStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ORG_ID", "PROJECT_ID", "ADMIN_KEY", "API_KEY", "BASE_URL", "LOG"):
        monkeypatch.setenv(f"OPENAI_{name}", "environment-canary")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    model_stub.answer(GOOD)
    _parse(gateway, max_tokens=123)
    [call] = model_stub.calls
    assert set(call.body) == {
        "model",
        "messages",
        "store",
        "max_tokens",
        "temperature",
        "response_format",
    }
    assert (call.body["store"], call.body["max_tokens"]) == (False, 123)
    assert (call.system, call.user) == ("Judge.", "The words.")
    assert call.headers["authorization"] == "Bearer k-canary-123456"
    assert set(call.headers) <= llm.wire.SENT
    assert "environment-canary" not in str(call.headers)


def test_without_a_key_no_authorization_is_sent(model_stub: ModelStub, rows: Rows) -> None:
    model_stub.answer("words")
    words = Gateway(_endpoint(model_stub, api_key=""), rows).text(
        purpose="tailoring", system="s", user="u"
    )
    assert words == "words"
    assert "authorization" not in model_stub.calls[0].headers


def test_the_schema_is_closed_and_every_property_required(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    model_stub.answer(GOOD)
    _parse(gateway)
    form = model_stub.calls[0].body["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    schema = form["json_schema"]["schema"]
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["score", "reason", "band"]
    assert schema["properties"]["score"] == {
        "type": "integer",
        "description": "at least 0; at most 100",
    }


@pytest.mark.parametrize(
    ("refused", "form"), [({"json_schema"}, "json_object"), ({"response_format"}, "")]
)
def test_it_falls_back_to_what_the_endpoint_takes_and_remembers(
    gateway: Gateway, model_stub: ModelStub, rows: Rows, refused: set[str], form: str
) -> None:
    model_stub.refuses = refused
    model_stub.answer(GOOD)
    assert _parse(gateway).score == 77
    before = len(model_stub.calls)
    assert _parse(gateway).score == 77
    assert len(model_stub.calls) == before + 1
    assert model_stub.calls[-1].format == form
    assert '"additionalProperties": false' in model_stub.calls[-1].system
    assert rows.results == ["refused"] * (before - 1) + ["ok", "ok"]


def test_it_leaves_out_parameters_the_endpoint_refuses(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    model_stub.refuses = {"store", "temperature", "json_schema", "json_object"}
    model_stub.answer(GOOD)
    assert _parse(gateway).score == 77
    assert set(model_stub.calls[-1].body) == {"model", "messages", "max_tokens"}


def test_it_uses_the_newer_name_for_the_token_limit(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    newer = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    model_stub.next(status(400, body={"error": {"message": newer}}))
    model_stub.answer(GOOD)
    assert _parse(gateway, max_tokens=50).score == 77
    assert model_stub.calls[-1].body["max_completion_tokens"] == 50


@pytest.mark.parametrize(
    "content",
    [
        '```json\n{"score": 5}\n```',
        '<think>{"score": 1}? Hm.</think>\n{"score": 5}',
        'so {"score": 1}</think>{"score": 5}',
        'Here you are: {"score": 5}. Anything else?',
        'A set {of words}, then\n{"score": 5, "extra": [1]}',
    ],
)
def test_it_finds_the_object_in_wrappings(
    gateway: Gateway, model_stub: ModelStub, content: str
) -> None:
    model_stub.answer(content)
    assert _parse(gateway).score == 5
    assert len(model_stub.calls) == 1


def test_it_repairs_an_answer_once(gateway: Gateway, model_stub: ModelStub, rows: Rows) -> None:
    model_stub.next(says({"score": 700, "reason": "canary"}), says(GOOD))
    assert _parse(gateway).score == 77
    said, problem = model_stub.calls[1].messages[-2:]
    assert said["role"] == "assistant"
    assert "score: Input should be less than or equal to 100" in problem["content"]
    assert rows.results == ["invalid", "ok"]
    assert [row["attempt"] for row in rows.rows] == [1, 2]


@pytest.mark.parametrize("answer", ["I would rather not.", "", '{"score": "many"}', "[1]", "{" * 9])
def test_two_unfit_answers_are_a_bad_answer(
    gateway: Gateway, model_stub: ModelStub, rows: Rows, answer: str
) -> None:
    model_stub.answer(answer)
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "bad_answer"
    assert rows.results == ["invalid", "invalid"]


def test_an_endpoint_that_ignores_the_schema_gets_it_in_the_prompt_next_time(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    model_stub.next(says("Seventy-seven."))
    model_stub.answer(GOOD)
    _parse(gateway)
    assert model_stub.calls[-1].format == "json_object"


def test_broken_json_on_the_wire_is_asked_again(
    gateway: Gateway, model_stub: ModelStub, rows: Rows
) -> None:
    model_stub.next(broken(), says(GOOD))
    assert _parse(gateway).score == 77
    assert rows.results == ["invalid", "ok"]


def test_it_retries_and_honours_the_wait(
    gateway: Gateway, model_stub: ModelStub, rows: Rows
) -> None:
    # Longer than it would wait by itself.
    model_stub.next(status(429, retry_after=1), status(503, retry_after=0))
    model_stub.answer(GOOD)
    assert _parse(gateway).score == 77
    first, second, _ = model_stub.calls
    assert second.at - first.at >= 1
    assert rows.results == ["rate_limited", "refused", "ok"]
    assert [row["http_status"] for row in rows.rows] == [429, 503, 200]


def test_a_wait_that_does_not_fit_ends_the_call_at_once(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    model_stub.next(status(429, retry_after=300))
    with ends(), pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "rate_limited"
    assert caught.value.details == {"upstreamStatus": 429, "retryAfter": 300}


def test_it_gives_up_after_three_tries(gateway: Gateway, model_stub: ModelStub) -> None:
    model_stub.next(*[status(500, retry_after=0)] * 5)
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert (caught.value.kind, caught.value.permanent) == ("unreachable", False)
    assert len(model_stub.calls) == 3


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        (401, LEAK, "refused_key"),
        (403, LEAK, "refused_key"),
        (402, LEAK, "out_of_credit"),
        (429, "You exceeded your quota: insufficient_quota", "out_of_credit"),
        (404, "The model does not exist", "unreachable"),
        (400, "This model's maximum context length is 8192 tokens", "too_long"),
        (413, LEAK, "too_long"),
        (302, LEAK, "unreachable"),
    ],
)
def test_a_refusal_ends_it_at_once(
    gateway: Gateway, model_stub: ModelStub, rows: Rows, code: int, text: str, kind: str
) -> None:
    model_stub.next(status(code, body={"error": {"message": text}}))
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == kind
    assert caught.value.details["upstreamStatus"] == code
    assert rows.results == ["refused"]


@pytest.mark.parametrize("code", [400, 401, 404, 418, 429, 500, 503])
def test_no_word_of_the_endpoint_is_in_the_error(
    gateway: Gateway, model_stub: ModelStub, rows: Rows, code: int
) -> None:
    model_stub.next(*[status(code, retry_after=0)] * 3)
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    shown = f"{caught.value!r} {caught.value.details} {caught.value.__cause__!r} {rows.rows}"
    assert not [word for word in LEAK.split() if word in shown]


def _failing(name: str) -> Callable[..., Any]:
    return {"hang": hanging, "drip": dripping, "head": lambda: dripping(head=True)}[name]


@pytest.mark.parametrize("name", ["hang", "drip", "head"])
def test_the_timeout_ends_the_call_whatever_comes(
    gateway: Gateway, model_stub: ModelStub, rows: Rows, name: str
) -> None:
    model_stub.next(_failing(name)())
    with ends(after=0.9), pytest.raises(LLMError) as caught:
        _parse(gateway, timeout=1)
    assert caught.value.kind == "timeout"
    assert rows.results == ["timeout"]


def test_the_timeout_counts_retries_too(gateway: Gateway, model_stub: ModelStub) -> None:
    # Each alone would be in time, and the third would be the last.
    model_stub.next(*[replace(status(500, retry_after=0), delay=0.6)] * 3)
    with pytest.raises(LLMError):
        _parse(gateway, timeout=1)
    assert len(model_stub.calls) < 3


def test_an_answer_above_two_megabytes_is_refused(
    gateway: Gateway, model_stub: ModelStub, rows: Rows
) -> None:
    model_stub.answer(GOOD)
    model_stub.next(huge())
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "bad_answer"
    assert rows.results == ["invalid"]
    assert _parse(gateway).score == 77


def test_a_closed_port_is_unreachable(rows: Rows, model_stub: ModelStub) -> None:
    gateway = Gateway(_endpoint(model_stub, base_url="http://127.0.0.1:9/v1"), rows)
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "unreachable"
    assert rows.results == ["refused", "refused"]
    assert rows.rows[0]["http_status"] is None


def test_a_connection_dropped_without_an_answer_is_tried_again(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    model_stub.answer(GOOD)
    model_stub.next(says(GOOD), Reply(close=True))
    _parse(gateway)
    assert _parse(gateway).score == 77


def test_a_private_address_is_refused_where_the_policy_says_so(
    model_stub: ModelStub, rows: Rows
) -> None:
    gateway = Gateway(_endpoint(model_stub, private_ok=False), rows)
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "unreachable"
    assert model_stub.seen == []


def test_a_cut_answer_is_too_long(gateway: Gateway, model_stub: ModelStub) -> None:
    model_stub.next(says('{"score": 7', finish="length"), says("half a sen", finish="length"))
    with pytest.raises(LLMError) as structured:
        _parse(gateway)
    with pytest.raises(LLMError) as plain:
        gateway.text(purpose="tailoring", system="s", user="u")
    assert (structured.value.kind, plain.value.kind) == ("too_long", "too_long")


def test_it_asks_whether_it_is_still_wanted_before_each_attempt(
    model_stub: ModelStub, rows: Rows
) -> None:
    gateway = Gateway(_endpoint(model_stub), rows, cancelled=lambda: bool(model_stub.calls))
    model_stub.next(status(503, retry_after=0))
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "cancelled"
    assert len(model_stub.calls) == 1


def test_without_a_ledger_row_no_call_is_made(
    gateway: Gateway, model_stub: ModelStub, rows: Rows
) -> None:
    rows.broken = True
    with pytest.raises(OSError, match="disk full"):
        _parse(gateway)
    assert model_stub.seen == []


def test_the_row_is_open_before_the_call_and_closed_after(
    model_stub: ModelStub, rows: Rows
) -> None:
    during: list[dict[str, Any]] = []
    model_stub.answer(lambda call: during.extend(dict(row) for row in rows.rows) or GOOD)
    _parse(Gateway(_endpoint(model_stub), rows))
    assert "result" not in during[0]
    assert rows.rows[0]["result"] == "ok"


def test_text_comes_without_thinking(gateway: Gateway, model_stub: ModelStub) -> None:
    model_stub.answer("<think>hm</think>\n Dear team ")
    assert gateway.text(purpose="tailoring", system="s", user="u") == "Dear team"
    assert "response_format" not in model_stub.calls[0].body


def test_an_empty_text_is_a_bad_answer(gateway: Gateway, model_stub: ModelStub) -> None:
    model_stub.answer("<think>hm</think>")
    with pytest.raises(LLMError) as caught:
        gateway.text(purpose="tailoring", system="s", user="u")
    assert caught.value.kind == "bad_answer"


def test_it_lists_the_models_without_a_ledger_row(gateway: Gateway, rows: Rows) -> None:
    assert gateway.models() == ["stub-model", "stub-other"]
    assert rows.rows == []


def test_a_refused_list_of_models_says_why(gateway: Gateway, model_stub: ModelStub) -> None:
    model_stub.next(status(401), status(200, body={"no": "list"}))
    with pytest.raises(LLMError) as refused:
        gateway.models()
    with pytest.raises(LLMError) as unread:
        gateway.models()
    assert (refused.value.kind, unread.value.kind) == ("refused_key", "bad_answer")


def test_the_unscripted_stub_fits_any_schema(gateway: Gateway, model_stub: ModelStub) -> None:
    assert _parse(gateway) == Verdict(score=1, reason="stub text", band="low")
    model_stub.refuses = {"response_format"}
    assert _parse(gateway).score == 1


def test_a_dialogue_of_the_wrong_kind_is_a_bad_answer(
    gateway: Gateway, model_stub: ModelStub
) -> None:
    page = status(200, body="<!doctype html>Welcome")
    model_stub.next(page, page)
    with pytest.raises(LLMError) as caught:
        _parse(gateway)
    assert caught.value.kind == "bad_answer"


def test_calls_in_many_threads_keep_to_their_own_limits(model_stub: ModelStub, rows: Rows) -> None:
    over = threading.Event()
    model_stub.answer(lambda call: GOOD if over.wait(60) else {})
    gateway = Gateway(_endpoint(model_stub), rows)
    with ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(_parse, gateway) for _ in range(4)]
        hurried = [pool.submit(_parse, gateway, timeout=1) for _ in range(4)]
        assert [each.exception().kind for each in hurried] == ["timeout"] * 4
        over.set()
    assert [each.result().score for each in slow] == [77] * 4
    assert sorted(rows.results) == ["ok"] * 4 + ["timeout"] * 4


def test_a_certificate_nobody_vouches_for_is_refused(tls: Path, rows: Rows) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls)
    with Server(tls=context) as server:
        endpoint = Endpoint(base_url=f"{server.url}/v1", api_key="k", model="m", timeout=60)
        with pytest.raises(LLMError) as caught:
            _parse(Gateway(endpoint, rows))
    assert caught.value.kind == "unreachable"
    assert server.seen == []
