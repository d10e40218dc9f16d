from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from jobops.web import places, streaming
from orchestrator.api import chat_stream, wait
from orchestrator.api.schemas.chat import MessageOut
from orchestrator.models import Job, User
from tailoring.ghostwriter import failures, runs, tail, threads
from tailoring.models import ChatMessage, ChatRun
from tests import chats, make
from tests.api.calls import data, error, fits, get, post
from tests.worker.harness import REAL_ROWS, until

pytestmark = REAL_ROWS


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


@pytest.fixture(autouse=True)
def _nobody_left_behind() -> Iterator[None]:
    free = streaming.CHAT_SEATS._value
    yield
    assert streaming.CHAT_SEATS._value == free
    until(lambda: "chat" not in [one.name for one in threading.enumerate()])


@contextmanager
def meanwhile(act: Callable[[ChatRun], object]) -> Iterator[None]:
    """A worker beside us, who takes the next run."""

    def work() -> None:
        try:
            waiting = ChatRun.objects.filter(status="queued")
            run = until(lambda: (one := waiting.first()) and runs.claim(one.pk))
            act(run)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    yield
    worker.join()


def write(run: ChatRun) -> None:
    for piece in ("Dear ", "Acme, 😀", "\n\nhello"):
        runs.append(run, piece)
    runs.complete(run, message={"tokens_out": 5})


def chat(job: Job, rest: str) -> str:
    return f"/jobs/{job.pk}/chat{rest}"


def read(response: Any) -> list[tuple[str, dict[str, Any]]]:
    """Ids and objects of the frames of a whole stream."""
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode()
    response.close()
    return [parsed(frame) for frame in text.split("\n\n") if frame and not frame.startswith(":")]


def parsed(frame: str) -> tuple[str, dict[str, Any]]:
    lines = dict(line.split(": ", 1) for line in frame.split("\n"))
    assert lines.keys() <= {"retry", "id", "data"}
    return lines["id"], json.loads(lines["data"])


def ask(client: Client, job: Job, **headers: str) -> Any:
    return post(client, chat(job, "/messages"), {"content": "Write", "stream": True}, **headers)


def test_a_reply_streams_as_it_is_written(client: Client, job: Job) -> None:
    with meanwhile(write):
        frames = read(ask(client, job, X_Request_Id="mine"))
    run = ChatRun.objects.get()
    (_, ready), *deltas, (last, end) = frames
    assert ready == {
        "type": "ready", "runId": str(run.pk), "threadId": str(run.thread_id),
        "messageId": str(run.message_id), "requestId": "mine",
    }  # fmt: skip
    assert {one["type"] for _, one in deltas} == {"delta"}
    assert "".join(one["delta"] for _, one in deltas) == "Dear Acme, 😀\n\nhello"
    assert end["type"] == "completed"
    message = fits(MessageOut, end["message"])
    assert (message["content"], message["tokensOut"]) == ("Dear Acme, 😀\n\nhello", 5)
    assert last == f"{run.pk}:19"
    assert {one["requestId"] for _, one in frames} == {"mine"}


def test_a_stream_says_when_to_come_back_and_that_nobody_keeps_it(client: Client, job: Job) -> None:
    with meanwhile(write):
        answer = ask(client, job)
        text = b"".join(answer.streaming_content)
        answer.close()
    assert text.startswith(b"retry: 2000\nid: ")
    assert text.count(b"retry:") == 1
    assert b"event:" not in text
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["Cache-Control"] == "no-cache, no-transform"
    assert answer["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in answer


@pytest.fixture
def written(job: Job) -> ChatRun:
    run = chats.claimed(job)
    write(run)
    return run


def watch(client: Client, run: ChatRun, query: str = "", **headers: str) -> Any:
    job = run.thread.job
    return read(get(client, chat(job, f"/runs/{run.pk}/stream{query}"), **headers))


@pytest.mark.parametrize("mark", ["{run}:12", "12"])
def test_a_lost_line_goes_on_where_it_was(client: Client, written: ChatRun, mark: str) -> None:
    place = mark.format(run=written.pk)
    for frames in (
        watch(client, written, Last_Event_ID=place),
        watch(client, written, f"?cursor={place}"),
        watch(client, written, "?cursor=0", Last_Event_ID=place),
    ):
        assert [one.get("delta") for _, one in frames] == [None, "\n\nhello", None]
        assert frames[0][0] == f"{written.pk}:12"


@pytest.mark.parametrize("mark", ["0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87:4", "999", "nonsense"])
def test_whoever_was_elsewhere_begins_anew(client: Client, written: ChatRun, mark: str) -> None:
    (first, _), (_, delta), _ = watch(client, written, Last_Event_ID=mark)
    assert first == f"{written.pk}:0"
    assert (delta["delta"], delta["reset"]) == ("Dear Acme, 😀\n\nhello", True)


@pytest.mark.parametrize("cursor", ["-1", "nonsense", "1&cursor=2", "12345678901", "x:1"])
def test_a_cursor_is_a_number(client: Client, written: ChatRun, cursor: str) -> None:
    job = written.thread.job
    error(get(client, chat(job, f"/runs/{written.pk}/stream?cursor={cursor}")), 400)


def test_a_failure_is_told_once_with_its_cause(client: Client, job: Job) -> None:
    def fail(run: ChatRun) -> None:
        runs.append(run, "Dear")
        runs.fail(run, failures.model_failed("auth"))

    with meanwhile(fail):
        frames = read(ask(client, job))
    assert [one["type"] for _, one in frames].count("error") == 1
    assert frames[-1][1]["code"] == "UPSTREAM_ERROR"
    assert frames[-1][1]["details"] == {"reason": "model_failed", "cause": "auth"}
    assert "key" in frames[-1][1]["message"]
    asked, reply = threads.messages(threads.of(job)).messages
    assert (asked.content, reply.content, reply.status) == ("Write", "Dear", "failed")


def test_a_stop_ends_the_stream(client: Client, job: Job) -> None:
    with meanwhile(lambda run: (runs.append(run, "Dear"), runs.cancel(run))):
        frames = read(ask(client, job))
    assert frames[-1][1]["type"] == "cancelled"
    assert frames[-1][1]["message"]["content"] == "Dear"


def test_an_emptied_chat_ends_the_stream(client: Client, job: Job) -> None:
    with meanwhile(lambda run: threads.reset(run.thread)):
        frames = read(ask(client, job))
    assert frames[-1][1]["type"] == "cancelled"
    assert frames[-1][1]["message"] is None


def test_refusals_are_plain_answers(client: Client, job: Job) -> None:
    chats.begun(job)
    assert error(ask(client, job), 409)["details"]["reason"] == "run_active"
    error(post(client, chat(job, "/messages"), {"content": " ", "stream": True}), 400)
    error(post(client, chat(job, "/messages"), {"content": "a" * 20_001, "stream": True}), 400)


def test_without_a_seat_nothing_is_asked(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = threading.BoundedSemaphore(1)
    full.acquire()
    with monkeypatch.context() as patched:
        patched.setattr(streaming, "CHAT_SEATS", full)
        answer = ask(client, job)
    assert int(answer["Retry-After"]) > 0
    error(answer, 503)
    assert ChatMessage.objects.count() == 0


def test_a_silent_model_does_not_silence_the_stream(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "TICK", 0.01)
    monkeypatch.setattr(chat_stream, "SPEAK_EVERY", 0.02)
    answer = ask(client, job)
    frames = iter(answer.streaming_content)
    assert next(frames).startswith(b"retry")
    assert next(frames) == b": still here\n\n"
    answer.close()


def test_a_stream_ends_after_ten_minutes_and_the_reply_goes_on(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chat_stream.LONGEST == 600
    monkeypatch.setattr(tail, "TICK", 0.01)
    monkeypatch.setattr(chat_stream, "LONGEST", 0.03)
    ((_, ready),) = read(ask(client, job))
    assert ready["type"] == "ready"
    assert ChatRun.objects.get().status == "queued"


def test_a_stream_ends_with_the_server(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "TICK", 0.01)
    answer = ask(client, job)
    frames = iter(answer.streaming_content)
    next(frames)
    monkeypatch.setattr(streaming, "_ends", [lambda: True])
    assert list(frames) == []
    answer.close()


def test_whoever_waits_has_the_whole_reply(client: Client, job: Job) -> None:
    with meanwhile(write):
        sent = data(post(client, chat(job, "/messages"), {"content": "Write"}))
    assert sent["assistantMessage"]["content"] == "Dear Acme, 😀\n\nhello"
    assert sent["assistantMessage"]["status"] == "complete"


def test_whoever_waits_hears_that_it_was_stopped(client: Client, job: Job) -> None:
    with meanwhile(runs.cancel):
        sent = data(post(client, chat(job, "/messages"), {"content": "Write"}))
    assert sent["assistantMessage"]["status"] == "cancelled"


def test_whoever_waits_hears_that_the_chat_was_emptied(client: Client, job: Job) -> None:
    with meanwhile(lambda run: threads.reset(run.thread)):
        answer = post(client, chat(job, "/messages"), {"content": "Write"})
    assert error(answer, 409)["details"]["reason"] == "superseded"


def test_nobody_waits_longer_than_they_want(client: Client, job: Job) -> None:
    answer = post(client, chat(job, "/messages"), {"content": "Write"}, Prefer="wait=1")
    assert data(answer, 202)["assistantMessage"]["status"] == "partial"
    assert answer["Preference-Applied"] == "wait=1"


def test_without_a_place_to_wait_the_answer_comes_at_once(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(wait, "_seats", full)
    data(post(client, chat(job, "/messages"), {"content": "Write"}), 202)


def test_an_ordinary_place_is_given_back_for_a_seat(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = threading.BoundedSemaphore(1)
    monkeypatch.setattr(places, "_places", ordinary)
    places.come_in()
    answer = ask(client, job)
    assert ordinary._value == 1
    places.go_out()  # as the server says at the end of every request
    answer.close()
    assert ordinary._value == 1


def test_a_reader_who_left_is_noticed_while_nothing_moves(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "TICK", 0.01)
    near, far = socket.socketpair()
    body = json.dumps({"content": "Write", "stream": True})
    answer: Any = client.generic(
        "POST", f"/api{chat(job, '/messages')}", body, "application/json",
        **{"gunicorn.socket": near},
    )  # fmt: skip
    frames = iter(answer.streaming_content)
    assert next(frames).startswith(b"retry")
    far.close()
    assert list(frames) == []
    answer.close()
    near.close()
    assert ChatRun.objects.get().status == "queued"
