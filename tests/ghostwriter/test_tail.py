from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from orchestrator.models import User
from tailoring.ghostwriter import hub, looking, runs, tail
from tailoring.ghostwriter.failures import BROKEN
from tailoring.models import ChatMessage, ChatRun
from tests import chats, make
from tests.worker.harness import REAL_ROWS, until

pytestmark = REAL_ROWS
LETTERS = "aß€𝄞😀\n"


@pytest.fixture
def run(ada: User) -> Iterator[ChatRun]:
    make.heartbeat()
    yield chats.claimed(make.job(ada))
    until(lambda: not looking_on(), what="nobody looks when nobody follows")


def looking_on() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "chat"]


def ending(run: ChatRun) -> Mapping[str, Any]:
    return {"type": run.status, "text": run.message.content}


def follow(run: ChatRun, **place: Any) -> Iterator[tail.Frame]:
    """The frames alone, without the moments nothing moved."""
    return (frame for frame in tail.follow(run, ending=ending, **place) if frame)


def text(frames: list[tail.Frame]) -> str:
    """What a reader has who follows the rules."""
    found = ""
    for frame in frames:
        delta = frame.data.get("delta", "")
        found = delta if frame.data.get("reset") else found + delta
    return found


def kinds(frames: list[tail.Frame]) -> list[str]:
    return [frame.data["type"] for frame in frames]


@contextmanager
def writing(run: ChatRun, pieces: list[str]) -> Iterator[None]:
    """Meanwhile a worker beside us writes the reply and completes it."""

    def write() -> None:
        try:
            for piece in pieces:
                assert runs.append(run, piece)
            assert runs.complete(run, message={})
        finally:
            connections.close_all()

    worker = threading.Thread(target=write)
    worker.start()
    yield
    worker.join()


def test_a_reply_is_told_as_it_is_written(run: ChatRun) -> None:
    pieces = [f"{number}{LETTERS}" for number in range(40)]
    with writing(run, pieces):
        frames = list(follow(run))
    assert kinds(frames)[0] == "ready"
    assert set(kinds(frames)[1:-1]) == {"delta"}
    assert kinds(frames)[-1] == "completed"
    assert text(frames) == "".join(pieces) == frames[-1].data["text"]
    assert frames[-1].id == f"{run.pk}:{len(''.join(pieces))}"


def test_each_character_is_told_once_over_two_hundred_reconnects(run: ChatRun) -> None:
    chosen = random.Random(6)
    pieces = ["".join(chosen.choices(LETTERS, k=chosen.randint(1, 90))) for _ in range(150)]
    whole, found, lines = "".join(pieces), "", 0
    with writing(run, pieces):
        while lines < 200:
            lines += 1
            for number, frame in enumerate(follow(run, cursor=len(found))):
                assert not frame.data.get("reset")
                found += frame.data.get("delta", "")
                assert frame.id == f"{run.pk}:{len(found)}"
                if number == chosen.randint(0, 3):
                    break
            # Somewhere in what is there already, as after a page that was restored.
            found = found[: chosen.randint(max(0, len(found) - 50), len(found))]
    for frame in follow(run, cursor=len(found)):
        found += frame.data.get("delta", "")
    assert found == whole


def test_a_finished_reply_is_told_with_its_end(run: ChatRun) -> None:
    runs.append(run, "Dear 😀 Acme")
    runs.complete(run, message={})
    frames = list(follow(run, cursor=6))
    assert [frame.id for frame in frames] == [f"{run.pk}:6", f"{run.pk}:11", f"{run.pk}:11"]
    assert text(frames) == " Acme"
    assert kinds(frames) == ["ready", "delta", "completed"]


def test_whoever_has_all_of_it_hears_only_the_end(run: ChatRun) -> None:
    runs.append(run, "Dear Acme")
    runs.complete(run, message={})
    assert kinds(list(follow(run, cursor=9))) == ["ready", "completed"]


@pytest.mark.parametrize("place", [{"cursor": 10}, {"cursor": 0, "reset": True}])
def test_a_reader_who_has_something_else_begins_anew(run: ChatRun, place: Any) -> None:
    runs.append(run, "Dear Acme")
    lines = follow(run, **place)
    ready, delta = next(lines), next(lines)
    assert ready.id == f"{run.pk}:0"
    assert delta.data["delta"] == "Dear Acme"
    assert delta.data["reset"] is True
    runs.append(run, ", hello")
    assert "reset" not in next(lines).data
    lines.close()


def test_a_reader_who_must_forget_is_told_so_before_there_is_text(run: ChatRun) -> None:
    lines = follow(run, cursor=3)
    next(lines)
    assert next(lines).data == {
        "type": "delta", "runId": str(run.pk), "messageId": str(run.message_id), "delta": "",
        "reset": True,
    }  # fmt: skip
    lines.close()


def test_an_end_that_reads_otherwise_is_told_by_the_end_alone(run: ChatRun) -> None:
    lines = follow(run)
    runs.append(run, "```\nDear Acme\n```")
    frames = [next(lines), next(lines)]
    runs.complete(run, message={"content": "Dear Acme"})
    frames += list(lines)
    assert kinds(frames) == ["ready", "delta", "completed"]
    assert frames[-1].data["text"] == "Dear Acme"
    assert frames[-1].id == f"{run.pk}:17"


def test_an_end_that_adds_is_told_to_its_last_character(run: ChatRun) -> None:
    lines = follow(run)
    runs.append(run, "Dear")
    frames = [next(lines), next(lines)]
    runs.complete(run, message={"content": "Dear Acme"})
    frames += list(lines)
    assert [frame.data.get("delta") for frame in frames] == [None, "Dear", " Acme", None]


def test_several_readers_hear_the_same(run: ChatRun) -> None:
    heard: list[list[tail.Frame]] = [[] for _ in range(5)]

    def read(into: list[tail.Frame]) -> None:
        try:
            into.extend(follow(run))
        finally:
            connections.close_all()

    readers = [threading.Thread(target=read, args=(into,)) for into in heard]
    for reader in readers:
        reader.start()
    with writing(run, ["Dear ", "Acme", ", ", "hello"] * 10):
        until(lambda: len(looking_on()) == 1, what="one looks for all")
    for reader in readers:
        reader.join()
    assert {text(frames) for frames in heard} == {"Dear Acme, hello" * 10}
    assert [kinds(frames)[-1] for frames in heard] == ["completed"] * 5


def test_a_failure_and_a_cancel_are_ends(ada: User, run: ChatRun) -> None:
    lines = follow(run)
    next(lines)
    runs.fail(run, BROKEN)
    assert kinds(list(lines)) == ["failed"]
    other = chats.claimed(make.job(ada))
    lines = follow(other)
    next(lines)
    runs.cancel(other)
    assert kinds(list(lines)) == ["cancelled"]


def test_a_reply_that_is_deleted_was_cancelled(run: ChatRun) -> None:
    lines = follow(run)
    runs.append(run, "Dear")
    next(lines), next(lines)
    ChatMessage.objects.filter(thread_id=run.thread_id).delete()
    (last,) = lines
    assert last.data == {"type": "cancelled", "runId": str(run.pk), "message": None}


def test_waiting_keeps_no_line_to_the_database(
    run: ChatRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "TICK", 0.01)
    lines = tail.follow(run, ending=ending)
    assert [next(lines) is None for _ in range(2)] == [False, True]
    assert connection.connection is None
    lines.close()


def test_what_does_not_move_costs_one_question(run: ChatRun) -> None:
    runs.append(run, "Dear")
    known = {run.pk: ("running", 4)}
    with CaptureQueriesContext(connection) as asked:
        assert list(looking.news(known)) == []
    assert len(asked) == 1


def test_a_database_that_stumbles_is_asked_again(
    run: ChatRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, real = threading.Event(), looking.marks

    def marks(run_ids: Any) -> Any:
        if failed.is_set():
            return real(run_ids)
        failed.set()
        raise OperationalError("locked")

    monkeypatch.setattr(looking, "marks", marks)
    monkeypatch.setattr(hub, "RECOVER", 0.01)
    lines = follow(run)
    next(lines)
    runs.append(run, "Dear")
    assert next(lines).data["delta"] == "Dear"
    assert failed.is_set()
    lines.close()


def test_a_bell_nobody_hears_delays_little(run: ChatRun, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = follow(run)
    next(lines)
    monkeypatch.setattr(runs.bells, "ring", lambda *_: None)
    runs.append(run, "Dear")
    assert next(lines).data["delta"] == "Dear"
    lines.close()


def test_a_forked_process_looks_for_itself(run: ChatRun) -> None:
    lines = follow(run)
    runs.append(run, "Dear")
    next(lines), next(lines)
    connections.close_all()
    child = os.fork()
    if child == 0:  # pragma: no cover
        fresh = hub._hubs[0]
        os._exit(0 if not fresh._followed and fresh._thread is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    lines.close()


def test_the_end_is_waited_for_and_no_longer(run: ChatRun) -> None:
    assert tail.ended(run, seconds=0.01) is None
    with writing(run, ["Dear"]):
        found = tail.ended(run, seconds=60)
    assert found is not None
    assert found.message.content == "Dear"
