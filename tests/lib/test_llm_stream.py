"""Answers that come bit by bit: what is shown, what it cost, how it ends and how it is stopped."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobops.lib import llm, wire
from jobops.lib.llm import Endpoint, Gateway, LLMError
from jobops.lib.llm_ledger import Usage
from jobops.lib.llm_stream import Spoken, StreamLimits, Told
from tests.bounds import ends
from tests.lib.test_llm import Rows
from tests.outside.model import ModelStub, hanging, says, status, tells
from tests.outside.server import Pause, Reply, Server

ASKED = [{"role": "system", "content": "You write."}, {"role": "user", "content": "A letter."}]
WORDS = "Dear Acme, I build services in Python."


class Stopped(Exception):
    """What a tick raises."""


class Ears:
    """Who listens: counts ticks, keeps the cost, and stops when told."""

    def __init__(self) -> None:
        self.ticks = 0
        self.costs: list[Usage] = []
        self.stop_after: int | None = None

    def tick(self) -> None:
        self.ticks += 1
        if self.stop_after is not None and self.ticks > self.stop_after:
            raise Stopped

    def cost(self, usage: Usage) -> None:
        self.costs.append(usage)


@pytest.fixture(autouse=True)
def _forget() -> None:
    llm._dialects.clear()


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def gateway(model_stub: ModelStub, rows: Rows) -> Gateway:
    return Gateway(Endpoint(model_stub.base_url, "k-canary-123456", "stub-model"), rows)


def _listen(gateway: Gateway, ears: Ears, **changes: Any) -> Iterator[str]:
    asked = {"purpose": "chat", "tick": ears.tick, "usage": ears.cost, **changes}
    return gateway.stream(asked.pop("messages", ASKED), **asked)


def test_pieces_come_as_they_are_written(gateway: Gateway, model_stub: ModelStub, ears: Ears):
    model_stub.next(tells(WORDS, size=5))
    assert list(_listen(gateway, ears)) == [WORDS[at : at + 5] for at in range(0, len(WORDS), 5)]
    [call] = model_stub.calls
    assert call.messages == ASKED
    assert call.body["stream_options"] == {"include_usage": True}


def test_the_first_piece_is_here_before_the_last_is_written(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells(WORDS, size=5, silent_at=1))
    coming = _listen(gateway, ears)
    assert next(coming) == WORDS[:5]


def test_the_cost_is_what_the_endpoint_says(
    gateway: Gateway, model_stub: ModelStub, ears: Ears, rows: Rows
):
    model_stub.next(tells(WORDS))
    "".join(_listen(gateway, ears))
    [cost] = ears.costs
    assert (cost.prompt_tokens, cost.completion_tokens, cost.estimated) == (5, 9, False)
    assert (rows.results, rows.rows[0]["usage"]) == (["ok"], cost)


def test_without_a_count_the_whole_request_is_estimated(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells(WORDS, counted=False, thinking="x" * 40))
    "".join(_listen(gateway, ears))
    [cost] = ears.costs
    assert cost == Usage(prompt_tokens=5, completion_tokens=20, estimated=True)


def test_a_picture_counts_in_an_estimate(gateway: Gateway, model_stub: ModelStub, ears: Ears):
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    parts = [{"type": "text", "text": "What is this?"}, picture]
    model_stub.next(tells("A dot.", counted=False))
    "".join(_listen(gateway, ears, messages=[{"role": "user", "content": parts}]))
    assert ears.costs[0].prompt_tokens == 1004
    assert model_stub.calls[0].messages[0]["content"] == parts


@pytest.mark.parametrize(
    "told",
    [
        "<think>first I plan</think>\n\nDear Acme",
        "\n <THINKING>a < b </THINKING>Dear Acme",
        "<think>a</think> <reasoning>b</reasoning>\nDear Acme",
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_thinking_at_the_start_is_not_shown(
    gateway: Gateway, model_stub: ModelStub, ears: Ears, told: str, size: int
):
    model_stub.next(tells(told, size=size))
    assert "".join(_listen(gateway, ears)) == "Dear Acme"


def test_thinking_in_a_field_of_its_own_is_not_shown(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells(WORDS, thinking="Let me see."))
    assert "".join(_listen(gateway, ears)) == WORDS


def test_thinking_without_an_end_is_an_empty_answer(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells("<think>and so on"))
    assert list(_listen(gateway, ears)) == []


def test_marks_in_the_middle_of_a_text_are_text(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells("Use <think> like this: a <b> c", size=3))
    assert "".join(_listen(gateway, ears)) == "Use <think> like this: a <b> c"


def test_an_endpoint_that_does_not_stream_is_heard_too(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    message = {"role": "assistant", "content": WORDS}
    body = {"choices": [{"message": message, "finish_reason": "length"}]}
    model_stub.next(Reply(body=body))
    assert list(_listen(gateway, ears)) == [WORDS]
    assert ears.costs[0].cut_short


def test_an_endpoint_that_knows_no_stream_options_is_asked_without(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.refuses = {"stream_options"}
    model_stub.answer(WORDS)
    assert "".join(_listen(gateway, ears)) == WORDS
    assert "".join(_listen(gateway, ears)) == WORDS
    assert ["stream_options" in call.body for call in model_stub.calls] == [True, False, False]


def test_it_tries_again_while_nothing_has_come(
    gateway: Gateway, model_stub: ModelStub, ears: Ears, rows: Rows
):
    model_stub.next(status(429, retry_after=0), status(500), tells(WORDS))
    assert "".join(_listen(gateway, ears)) == WORDS
    assert rows.results == ["rate_limited", "refused", "ok"]
    assert [row["attempt"] for row in rows.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("step", "kind", "calls"),
    [
        (status(401), "refused_key", 1),
        (status(402), "out_of_credit", 1),
        (status(429, retry_after=0), "rate_limited", 3),
        (status(500, retry_after=0), "unreachable", 3),
        (tells(WORDS, cut_at=2), "unreachable", 1),
        (Reply(body="<html>garbage</html>"), "bad_answer", 1),
        (Reply(body=b"data: \xff\xfe{{\n\n"), "bad_answer", 1),
        (Reply(body=b'data: {"error": {"message": "no", "code": 401}}\n\n'), "refused_key", 1),
        (Reply(close=True), "unreachable", 2),
    ],
)
def test_it_says_why_there_is_no_more(
    gateway: Gateway, model_stub: ModelStub, ears: Ears, step: Any, kind: str, calls: int
):
    model_stub.next(step, step, step)
    with pytest.raises(LLMError) as failed:
        "".join(_listen(gateway, ears))
    assert (failed.value.kind, len(model_stub.calls)) == (kind, calls)
    assert "canary" not in repr((failed.value.sentence, failed.value.details))


def test_a_refusal_of_pictures_has_a_kind_of_its_own(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    model_stub.next(status(400, body={"error": {"message": "image input is not supported"}}))
    with pytest.raises(LLMError) as failed:
        list(_listen(gateway, ears, messages=[{"role": "user", "content": [picture]}]))
    assert failed.value.kind == "no_pictures"


@pytest.mark.parametrize(
    ("limits", "step", "phase"),
    [
        (StreamLimits(first=0.5), hanging(), "first_byte"),
        (StreamLimits(first=0.5), tells(WORDS, silent_at=0), "first_byte"),
        (StreamLimits(idle=0.5), tells(WORDS, silent_at=1), "idle"),
        (StreamLimits(total=0.5), tells(WORDS * 9, every=0.1), "total"),
    ],
)
def test_it_says_what_took_too_long(
    gateway: Gateway,
    model_stub: ModelStub,
    ears: Ears,
    limits: StreamLimits,
    step: Any,
    phase: str,
):
    model_stub.next(step)
    with ends(within=40), pytest.raises(LLMError) as failed:
        "".join(_listen(gateway, ears, limits=limits))
    assert (failed.value.kind, failed.value.details["phase"]) == ("timeout", phase)


def test_an_address_that_does_not_take_the_call_is_given_up_soon(rows: Rows, ears: Ears):
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            gateway = Gateway(Endpoint(f"http://127.0.0.1:{port}/v1", "", "m"), rows)
            with pytest.raises(LLMError) as failed:
                list(_listen(gateway, ears, limits=StreamLimits(connect=0.5)))
    assert (failed.value.kind, failed.value.details["phase"]) == ("timeout", "connect")


@pytest.mark.parametrize("silence", [hanging(), tells(WORDS, silent_at=0)])
def test_a_tick_stops_a_silent_endpoint_at_once(
    gateway: Gateway, model_stub: ModelStub, ears: Ears, rows: Rows, silence: Any
):
    model_stub.next(silence)
    ears.stop_after = 1
    begun = time.monotonic()
    with pytest.raises(Stopped):
        list(_listen(gateway, ears))
    _until_hung_up(model_stub)
    assert model_stub.hung_up[0] - begun < 20
    assert rows.results == ["cancelled"]


def test_a_tick_is_heard_while_the_endpoint_talks(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells(WORDS * 50, every=0.05, size=1))
    ears.stop_after = 2
    with ends(within=40), pytest.raises(Stopped):
        list(_listen(gateway, ears))


def test_who_listens_no_more_hangs_up(
    gateway: Gateway, model_stub: ModelStub, ears: Ears, rows: Rows
):
    model_stub.next(tells(WORDS, silent_at=1))
    coming = _listen(gateway, ears)
    next(coming)
    coming.close()
    _until_hung_up(model_stub)
    assert rows.results == ["cancelled"]
    assert ears.costs[0].estimated


def test_it_waits_patiently_between_attempts(gateway: Gateway, model_stub: ModelStub, ears: Ears):
    model_stub.next(status(503, retry_after=30))
    ears.stop_after = 2
    with ends(within=40), pytest.raises(Stopped):
        list(_listen(gateway, ears))


def test_it_does_not_wait_for_minutes_to_try_again(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(status(429, retry_after=90))
    with pytest.raises(LLMError) as failed:
        list(_listen(gateway, ears))
    assert (failed.value.kind, failed.value.details["retryAfter"]) == ("rate_limited", 90)


def test_an_endpoint_that_ends_and_does_not_hang_up_has_ended(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    frame = b'data: {"choices":[{"delta":{"content":"Yes"},"finish_reason":"stop"}]}\n\n'
    model_stub.next(Reply(body=iter([frame, Pause(600)])))
    assert list(_listen(gateway, ears, limits=StreamLimits(idle=0.3))) == ["Yes"]


def test_several_answers_at_once_do_not_wait_for_each_other(
    gateway: Gateway, model_stub: ModelStub, ears: Ears
):
    model_stub.next(tells(WORDS, silent_at=1), says("quick"))
    slow = _listen(gateway, ears)
    next(slow)
    assert "".join(_listen(gateway, ears)) == "quick"
    slow.close()


def test_silence_under_tls_costs_nothing_of_what_comes_after_it(tls: Path, ears: Ears):
    serving, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    serving.load_cert_chain(tls)
    trusting.load_verify_locations(tls)
    trusting.check_hostname = False
    pieces = [Pause(wire.SLICE * 3), b"first", Pause(wire.SLICE * 3), b"second" * 4000]
    pace = wire.Pace(time.monotonic() + 60, 10**6, 5, 60, 45, ears.tick)
    with Server(tls=serving) as server, wire.spending(pace):
        server.next(Reply(body=iter(pieces)))
        line = wire.Backend(private_ok=True).connect_tcp("127.0.0.1", server.port)
        line = line.start_tls(trusting, "localhost")
        line.write(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        heard = b"".join(iter(lambda: line.read(5000), b""))
        line.close()
    assert heard.endswith(b"first" + b"second" * 4000)
    assert ears.ticks >= 4


@pytest.mark.parametrize("at", [1, 7, 16, 40])
def test_frames_may_be_torn_anywhere(at: int):
    sent = b'data: {"choices":[{"delta":{"content":"Z\xc3\xbcrich"}}]}\r\n\r\ndata: [DONE]\n\n'
    told = Told()
    pieces = [sent[start : start + at] for start in range(0, len(sent), at)]
    assert "".join(text for piece in pieces for text in told.feed(piece)) == "Zürich"
    assert told.done


def test_halves_of_a_character_are_joined_and_controls_dropped():
    spoken = Spoken()
    assert [spoken.add(piece) for piece in ("a\x00b\x1b", "\ud83d", "\ude00", "\r\n")] == [
        "ab", "", "\N{GRINNING FACE}", "\n",
    ]  # fmt: skip


def _until_hung_up(stub: ModelStub) -> None:
    end = time.monotonic() + 20
    while not stub.hung_up:
        assert time.monotonic() < end, "nobody hung up"
        time.sleep(0.01)
