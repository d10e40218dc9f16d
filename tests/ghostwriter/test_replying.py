"""A reply from its claim to its end: what is kept, what it is called, and that it always ends."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import Job, LlmCall, User
from tailoring.ghostwriter import marks, prompt, replying, runs
from tailoring.models import ChatMessage, ChatRun
from tests import chats, make
from tests.outside.model import LEAK, ModelStub, hanging, says, status, tells
from tests.outside.server import Reply
from tests.worker.harness import REAL_ROWS

LETTER = "Dear Acme,\n\nI build services in Python and PostgreSQL.\n\nAda"


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    make.resume(ada)
    return make.job(ada)


@pytest.fixture
def model(job: Job, model_stub: ModelStub) -> ModelStub:
    """The model Ada works with."""
    wanted = {"llmBaseUrl": model_stub.base_url, "llmModel": "m", "llmApiKey": "k-canary-123456"}
    preferences.save(job.owner, wanted)
    return model_stub


def _replied(job: Job, **options: Any) -> ChatRun:
    return _ran(chats.begun(job, content="Write me a letter, prompt-canary.", **options))


def _ran(run: ChatRun) -> ChatRun:
    replying.run(str(run.pk))
    return ChatRun.objects.select_related("message").get(pk=run.pk)


def test_a_reply_is_what_the_model_said(job: Job, model: ModelStub) -> None:
    model.next(tells(LETTER))
    run = _replied(job)
    assert (run.status, run.message.status, run.message.origin) == (
        "completed", "complete", "model",
    )  # fmt: skip
    assert run.message.content == LETTER
    assert (run.model, run.provider_label) == ("m", "127.0.0.1")
    assert run.usage["tokensIn"] == run.message.tokens_in > 0
    assert run.usage["tokensEstimated"] is run.message.tokens_estimated is False
    assert run.message.language == "en"
    assert {block["kind"] for block in run.manifest} >= {"job", "posting"}


def test_the_prompt_is_sent_once_and_the_call_is_on_record(job: Job, model: ModelStub) -> None:
    model.next(tells(LETTER))
    _replied(job)
    [call] = model.calls
    assert call.text.count("prompt-canary") == 1
    row = LlmCall.objects.get()
    assert (row.purpose, row.result, row.job_id) == ("ghostwriter", "ok", job.pk)
    assert row.completion_tokens == len(LETTER) // 4


def test_the_model_set_for_the_chat_writes(job: Job, model: ModelStub) -> None:
    preferences.save(job.owner, {"ghostwriterModel": "fine"})
    model.next(tells(LETTER))
    assert _replied(job).model == model.calls[0].body["model"] == "fine"


def test_a_task_that_comes_twice_asks_once(job: Job, model: ModelStub) -> None:
    model.next(tells(LETTER))
    run = _replied(job)
    replying.run(str(run.pk))
    assert len(model.calls) == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  \n Dear Acme \n", "Dear Acme"),
        ("```markdown\nDear Acme\n```", "Dear Acme"),
        ("Use this:\n```\ncode\n```", "Use this:\n```\ncode\n```"),
        ("```\na\n```\nand\n```\nb\n```", "```\na\n```\nand\n```\nb\n```"),
        ("I plan it.</think>\nDear Acme", "Dear Acme"),
        ("Dear\x00 Acme\u0007", "Dear Acme"),
    ],
)
def test_what_is_kept_is_tidy(job: Job, model: ModelStub, said: str, kept: str) -> None:
    model.next(tells(said, size=4))
    assert _replied(job).message.content == kept


def test_a_reply_is_cut_at_its_limit_and_no_more_is_bought(job: Job, model: ModelStub) -> None:
    model.next(tells("word " * 6000, size=500, silent_at=50))
    run = _replied(job)
    assert len(run.message.content) == 19_999  # the last blank is trimmed
    assert (run.status, run.message.truncated) == ("completed", True)
    assert run.usage["tokensEstimated"]


def test_a_reply_the_model_cut_can_be_continued(job: Job, model: ModelStub) -> None:
    model.next(tells("Dear Acme, I", finish="length"))
    assert _replied(job).message.truncated


@pytest.mark.parametrize(
    ("step", "code", "details"),
    [
        (status(401), "model_failed", {"cause": "auth"}),
        (status(402), "model_failed", {"cause": "auth"}),
        (status(429, retry_after=0), "model_failed", {"cause": "rate_limit"}),
        (status(500, retry_after=0), "model_failed", {"cause": "unreachable"}),
        (tells(""), "model_failed", {"cause": "empty"}),
        (tells("<think>hm</think>"), "model_failed", {"cause": "empty"}),
        (Reply(body=b"\x00\xff garbage"), "model_failed", {"cause": "other"}),
        (status(400, body={"error": "maximum context length"}), "model_failed", {"cause": "other"}),
    ],
)
def test_a_failure_is_named_and_the_message_kept(
    job: Job, model: ModelStub, step: Any, code: str, details: dict[str, str]
) -> None:
    model.next(step, step, step)
    run = _replied(job)
    assert (run.status, run.error_code, run.error_details) == ("failed", code, details)
    assert (run.message.status, run.message.error_code) == ("failed", code)
    assert 20 < len(run.error_message) < 300
    assert ChatMessage.objects.filter(role="user", status="complete").count() == 1
    assert "canary" not in run.error_message


def test_an_endpoint_nobody_answers_at(job: Job, model: ModelStub) -> None:
    preferences.save(job.owner, {"llmBaseUrl": "http://127.0.0.1:9/v1"})
    assert _replied(job).error_details == {"cause": "unreachable"}


def test_text_that_had_come_is_kept_when_the_line_breaks(job: Job, model: ModelStub) -> None:
    model.next(tells("Dear Acme, I build", size=6, cut_at=2))
    run = _replied(job)
    assert (run.status, run.message.content) == ("failed", "Dear Acme, I")
    assert run.usage["tokensEstimated"]


@REAL_ROWS
def test_a_cancel_ends_the_writing(job: Job, model: ModelStub) -> None:
    run = chats.begun(job)

    def cancelled(seen: Any) -> Reply:
        runs.cancel(run)
        connection.close()
        return says(LETTER)(seen)

    model.next(cancelled)
    ended = _ran(run)
    assert (ended.status, ended.message.status, ended.message.content) == (
        "cancelled", "cancelled", "",
    )  # fmt: skip


def test_without_a_model_a_draft_is_computed(job: Job) -> None:
    run = _replied(job, draft="cover_letter")
    assert (run.status, run.model, run.usage) == ("completed", "", {})
    assert (run.message.origin, run.message.draft) == ("computed", "cover_letter")
    assert "Acme" in run.message.content
    assert not LlmCall.objects.exists()


def test_a_computed_draft_can_be_asked_for_beside_a_model(job: Job, model: ModelStub) -> None:
    run = _replied(job, engine="computed", draft="outreach")
    assert (run.message.origin, model.calls) == ("computed", [])


def test_free_words_choose_a_draft(job: Job) -> None:
    run = _ran(chats.begun(job, content="Please write a cover letter"))
    assert run.message.draft == "cover_letter"


def test_words_that_choose_none_are_told_what_there_is(job: Job) -> None:
    run = _ran(chats.begun(job, content="What is the weather like?"))
    assert (run.message.origin, run.message.draft) == ("computed", "")
    assert "/settings" in run.message.content


@pytest.mark.parametrize("broken", ["assembled", "found"])
def test_what_was_not_foreseen_ends_the_run_or_is_passed_by(
    job: Job, model: ModelStub, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def breaks(*args: Any, **named: Any) -> Any:
        raise ValueError("reply-canary")

    monkeypatch.setattr(prompt if broken == "assembled" else marks, broken, breaks)
    model.next(tells(LETTER))
    run = _replied(job)
    assert run.status == {"assembled": "failed", "found": "completed"}[broken]


def test_unsupported_claims_are_marked(job: Job, model: ModelStub) -> None:
    model.next(tells("Dear Acme,\n\nI managed 800 people at Globex.\n\nYours, Ada"))
    found = _replied(job).message.marks
    assert [one["text"] for one in found if "800" in one["text"]] != []


def test_the_log_holds_counts_and_no_text(
    job: Job, model: ModelStub, caplog: pytest.LogCaptureFixture
) -> None:
    model.next(tells("reply-canary " * 3))
    with caplog.at_level(logging.DEBUG):
        run = _replied(job)
    [meta] = [one.meta for one in caplog.records if one.msg == "reply ended"]
    assert (meta["result"], meta["runId"], meta["model"]) == ("completed", str(run.pk), "m")
    assert meta["characters"]["posting"] > 0
    assert 0 <= meta["firstMs"] <= meta["totalMs"] < 60_000
    logged = json.dumps([str(one.__dict__) for one in caplog.records])
    assert "canary" not in logged


def test_the_log_of_a_break_holds_no_text(
    job: Job, model: ModelStub, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: Any, **named: Any) -> Any:
        raise ValueError("reply-canary")

    monkeypatch.setattr(prompt, "assembled", breaks)
    _replied(job)
    [line] = [one for one in caplog.records if one.msg == "reply broke"]
    assert line.meta["type"] == "ValueError"
    assert "canary" not in str(line.__dict__)


def test_an_answer_that_leaks_is_not_repeated(job: Job, model: ModelStub) -> None:
    model.next(status(401))
    assert LEAK not in _replied(job).error_message


@REAL_ROWS
def test_a_run_that_was_reaped_meanwhile_is_left_alone(job: Job, model: ModelStub) -> None:
    run = chats.begun(job)

    def reaped(seen: Any) -> Reply:
        runs.reap(at=timezone.now() + timedelta(seconds=31), group=None)
        connection.close()
        return says(LETTER)(seen)

    model.next(reaped)
    ended = _ran(run)
    assert (ended.status, ended.error_code, ended.message.content) == ("failed", "interrupted", "")


def test_a_silent_model_is_given_up(
    job: Job, model: ModelStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "PATIENCE", replying.StreamLimits(first=0.3))
    model.next(hanging())
    run = _replied(job)
    assert (run.error_code, run.error_details) == ("timeout", {"phase": "first_byte"})
