from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator.api.schemas.chat import (
    BranchesOut,
    ChatRunOut,
    MessagesOut,
    RegeneratedOut,
    SentOut,
)
from orchestrator.jobs import documents, notes
from orchestrator.models import Job, User
from tailoring.ghostwriter import runs
from tailoring.ghostwriter.failures import Failure
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tests import chats, make
from tests.api.calls import data, error, fits, get, patch, post

pytestmark = pytest.mark.django_db
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()
PICTURE = {"name": "site.png", "mediaType": "image/png", "dataUrl": f"data:image/png;base64,{PNG}"}
AT_ONCE = {"Prefer": "respond-async"}


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


def chat(job: Job, rest: str = "") -> str:
    return f"/jobs/{job.pk}/chat{rest}"


def send(client: Client, job: Job, content: str = "Write a letter.", **more: Any) -> Any:
    answer = post(client, chat(job, "/messages"), {"content": content, **more}, **AT_ONCE)
    return fits(SentOut, data(answer, 202))


def finish(run_id: str, text: str = "Dear Acme") -> None:
    run = runs.claim(run_id)
    assert run is not None
    runs.append(run, text)
    assert runs.complete(run, message={})


def listed(client: Client, job: Job, query: str = "") -> Any:
    return fits(MessagesOut, data(get(client, chat(job, f"/messages{query}"))))


def test_a_chat_nobody_began_is_empty(client: Client, job: Job) -> None:
    assert listed(client, job) == {
        "messages": [], "branches": [], "total": 0, "selectedNoteIds": [],
        "selectedEmailIds": [], "selectedDocumentIds": [], "activeRun": None,
    }  # fmt: skip


def test_a_message_is_answered_before_its_reply_is_written(client: Client, job: Job) -> None:
    answer = post(client, chat(job, "/messages"), {"content": "  Write.  "}, **AT_ONCE)
    sent = fits(SentOut, data(answer, 202))
    assert sent["userMessage"]["content"] == "Write."
    assert sent["assistantMessage"]["status"] == "partial"
    assert sent["assistantMessage"]["parentMessageId"] == sent["userMessage"]["id"]
    assert answer["Location"] == f"/api/jobs/{job.pk}/chat/runs/{sent['runId']}"
    assert answer["Preference-Applied"] == "respond-async"


def test_the_list_says_where_the_reply_stands(client: Client, job: Job) -> None:
    sent = send(client, job)
    run = runs.claim(sent["runId"])
    assert run is not None
    runs.append(run, "Dear 😀")
    found = listed(client, job)
    assert [one["role"] for one in found["messages"]] == ["user", "assistant"]
    assert found["activeRun"] == {
        "runId": sent["runId"], "messageId": sent["assistantMessage"]["id"], "cursor": 6,
    }  # fmt: skip
    runs.complete(run, message={})
    assert listed(client, job)["activeRun"] is None


def test_a_part_of_the_list_can_be_asked_for(client: Client, job: Job) -> None:
    for _ in range(2):
        finish(send(client, job)["runId"])
    found = listed(client, job, "?limit=2&offset=1")
    assert [one["role"] for one in found["messages"]] == ["assistant", "user"]
    assert found["total"] == 4


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "offset=-1", "offset=10001"])
def test_parts_have_limits(client: Client, job: Job, query: str) -> None:
    error(get(client, chat(job, f"/messages?{query}")), 400)


def test_a_second_message_waits_for_the_reply(client: Client, job: Job) -> None:
    sent = send(client, job)
    answer = error(post(client, chat(job, "/messages"), {"content": "More"}, **AT_ONCE), 409)
    assert answer["details"] == {"reason": "run_active", "runId": sent["runId"]}
    assert ChatMessage.objects.count() == 2


def test_without_a_worker_nothing_is_written(client: Client, ada: User) -> None:
    job = make.job(ada)
    answer = error(post(client, chat(job, "/messages"), {"content": "Write"}), 503)
    assert answer["details"]["reason"] == "worker_unavailable"
    assert ChatMessage.objects.count() == 0


def test_a_fifth_reply_at_once_is_too_many(client: Client, ada: User, job: Job) -> None:
    for _ in range(4):
        chats.begun(make.job(ada))
    answer = post(client, chat(job, "/messages"), {"content": "Write"})
    assert int(answer["Retry-After"]) > 0
    error(answer, 429)
    assert ChatMessage.objects.filter(thread__job=job).count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": "   "},
        {"content": "a" * 20_001},
        {"content": "a", "draft": "poem"},
        {"content": "a", "engine": "model"},
        {"content": "a", "stream": "yes"},
        {"content": "a", "attachments": [PICTURE] * 4},
        {"content": "a", "attachments": [{**PICTURE, "mediaType": "image/svg+xml"}]},
        {"content": "a", "attachments": [{**PICTURE, "mediaType": "image/jpeg"}]},
        {"content": "a", "attachments": [{**PICTURE, "dataUrl": "data:image/png;base64,PGh0bWw"}]},
        {"content": "a", "attachments": [{**PICTURE, "name": ""}]},
        {"content": "a", "selectedNoteIds": "all"},
        {"content": "a", "selectedEmailIds": ["0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87"]},
    ],
)
def test_what_does_not_fit_writes_nothing(client: Client, job: Job, body: dict[str, Any]) -> None:
    error(post(client, chat(job, "/messages"), body), 400)
    assert ChatMessage.objects.count() == ChatRun.objects.count() == 0


def test_nine_notes_are_more_than_can_be_sent_along(client: Client, job: Job) -> None:
    ids = [str(notes.add(job, title=str(n), content="x", actor="user").pk) for n in range(9)]
    body = {"content": "Write", "selectedNoteIds": ids}
    answer = error(post(client, chat(job, "/messages"), body), 400)
    assert answer["details"] == {"max": 8, "selected": 9, "invalidIds": []}
    assert ChatMessage.objects.count() == 0


def test_a_program_cannot_be_sent_along(client: Client, job: Job) -> None:
    file = documents.add(
        job, b"MZ", file_name="setup.exe", media_type="application/octet-stream", actor="user"
    )
    body = {"selectedDocumentIds": [str(file.pk)]}
    answer = error(patch(client, chat(job, "/context"), body), 400)
    assert answer["details"]["invalidIds"] == [str(file.pk)]


def test_what_is_chosen_is_kept_and_shown(client: Client, job: Job) -> None:
    note = str(notes.add(job, title="Call", content="x", actor="user").pk)
    body = {"selectedNoteIds": [f" {note} ", note]}
    found = data(patch(client, chat(job, "/context"), body))
    assert found == {
        "selectedNoteIds": [note], "selectedEmailIds": [], "selectedDocumentIds": [],
    }  # fmt: skip
    assert listed(client, job)["selectedNoteIds"] == [note]


@pytest.mark.parametrize("body", [{}, {"selectedNoteIds": None}])
def test_a_choice_of_nothing_is_refused(client: Client, job: Job, body: Any) -> None:
    error(patch(client, chat(job, "/context"), body), 400)


def test_a_picture_is_shown_from_its_own_address(client: Client, ada: User, job: Job) -> None:
    sent = send(client, job, attachments=[PICTURE])
    (picture,) = sent["userMessage"]["attachments"]
    assert picture["url"] == picture["dataUrl"]
    answer = client.get(picture["url"])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert listed(client, job)["messages"][0]["attachments"] == [picture]


def test_ten_mebibytes_are_taken_and_thirteen_are_not(client: Client, job: Job) -> None:
    large = {"content": "Write", "attachments": [{**PICTURE, "dataUrl": "x" * 10_000_000}]}
    error(post(client, chat(job, "/messages"), large), 400)
    larger = {"content": "Write", "attachments": [{**PICTURE, "dataUrl": "x" * 13_000_000}]}
    error(post(client, chat(job, "/messages"), larger), 413)


def test_a_message_in_other_words_is_a_branch(client: Client, job: Job) -> None:
    first = send(client, job)
    finish(first["runId"])
    path = chat(job, f"/messages/{first['userMessage']['id']}/edit")
    second = fits(SentOut, data(post(client, path, {"content": "Shorter."}, **AT_ONCE), 202))
    assert second["userMessage"]["replacesMessageId"] == first["userMessage"]["id"]
    found = listed(client, job)
    assert found["branches"] == [
        {
            "messageId": second["userMessage"]["id"],
            "siblingIds": [first["userMessage"]["id"], second["userMessage"]["id"]],
            "activeIndex": 1,
        }
    ]
    back = post(client, chat(job, f"/messages/{first['userMessage']['id']}/switch-branch"))
    shown = fits(BranchesOut, data(back))
    assert [one["id"] for one in shown["messages"]] == [
        first["userMessage"]["id"], first["assistantMessage"]["id"],
    ]  # fmt: skip


def test_a_reply_is_written_again_beside_the_old_one(client: Client, job: Job) -> None:
    first = send(client, job)
    finish(first["runId"])
    path = chat(job, f"/messages/{first['assistantMessage']['id']}/regenerate")
    again = fits(RegeneratedOut, data(post(client, path, **AT_ONCE), 202))
    assert again["assistantMessage"]["version"] == 2
    assert again["assistantMessage"]["replacesMessageId"] == first["assistantMessage"]["id"]


def test_only_replies_are_written_again_and_only_questions_changed(
    client: Client, job: Job
) -> None:
    sent = send(client, job)
    finish(sent["runId"])
    asked, reply = sent["userMessage"]["id"], sent["assistantMessage"]["id"]
    error(post(client, chat(job, f"/messages/{asked}/regenerate")), 400)
    error(post(client, chat(job, f"/messages/{reply}/edit"), {"content": "x"}), 400)


def test_a_run_says_how_it_stands(client: Client, job: Job) -> None:
    sent = send(client, job)
    path = chat(job, f"/runs/{sent['runId']}")
    assert fits(ChatRunOut, data(get(client, path)))["status"] == "queued"
    finish(sent["runId"])
    found = fits(ChatRunOut, data(get(client, path)))
    assert (found["status"], found["cursor"], found["errorCode"]) == ("completed", 9, None)


def test_a_reply_is_stopped_once(client: Client, job: Job) -> None:
    sent = send(client, job)
    path = chat(job, f"/runs/{sent['runId']}/cancel")
    assert data(post(client, path)) == {"cancelled": True, "alreadyFinished": False}
    assert data(post(client, path)) == {"cancelled": False, "alreadyFinished": True}
    assert listed(client, job)["messages"][-1]["status"] == "cancelled"


def test_an_emptied_chat_keeps_what_was_chosen(client: Client, job: Job) -> None:
    note = str(notes.add(job, title="Call", content="x", actor="user").pk)
    send(client, job, selectedNoteIds=[note], attachments=[PICTURE])
    assert data(post(client, chat(job, "/reset"))) == {"deletedMessages": 2, "deletedRuns": 1}
    found = listed(client, job)
    assert (found["messages"], found["selectedNoteIds"]) == ([], [note])


FAILURES = [
    (Failure("model_failed", "No.", {"cause": "auth"}), 502, {"cause": "auth"}),
    (Failure("timeout", "Slow.", {"phase": "idle"}), 408, {"phase": "idle"}),
    (Failure("interrupted", "Gone."), 503, {}),
    (Failure("images_unsupported", "Blind."), 400, {}),
    (Failure("whatever", "Odd."), 502, {}),
]


@pytest.mark.parametrize(("failure", "status", "details"), FAILURES)
def test_whoever_waited_hears_why_there_is_no_reply(
    client: Client, job: Job, failure: Failure, status: int, details: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    begin = runs.begin

    def broken(*args: Any, **kwargs: Any) -> ChatRun:
        run = begin(*args, **kwargs)
        runs.fail(runs.claim(run.pk) or run, failure)
        return run

    monkeypatch.setattr(runs, "begin", broken)
    answer = error(post(client, chat(job, "/messages"), {"content": "Write"}, **AT_ONCE), status)
    run = ChatRun.objects.get()
    assert answer["message"] == failure.message
    known = {"whatever": "model_failed"}.get(failure.code, failure.code)
    kept = {"runId": str(run.pk), "messageId": str(run.message_id)}
    assert answer["details"] == {"reason": known, **details, **kept}
    assert [one["status"] for one in listed(client, job)["messages"]] == ["complete", "failed"]


def test_older_clients_find_one_thread(client: Client, job: Job) -> None:
    (thread,) = data(get(client, chat(job, "/threads")))["threads"]
    named = data(post(client, chat(job, "/threads"), {"title": " Acme "}), 201)["thread"]
    assert (named["id"], named["title"]) == (thread["id"], "Acme")
    path = chat(job, f"/threads/{thread['id']}")
    sent = data(post(client, f"{path}/messages", {"content": "Write"}, **AT_ONCE), 202)
    stopped = data(post(client, f"{path}/runs/{sent['runId']}/cancel"))
    assert stopped == {"cancelled": True, "alreadyFinished": False}
    again = f"{path}/messages/{sent['assistantMessage']['id']}/regenerate"
    assert data(post(client, again, **AT_ONCE), 202)["assistantMessage"]["version"] == 2
    assert data(get(client, f"{path}/messages"))["total"] == 2


def test_a_thread_of_another_job_is_not_there(client: Client, ada: User, job: Job) -> None:
    other = ChatThread.objects.create(job=make.job(ada))
    path = chat(job, f"/threads/{other.pk}")
    error(get(client, f"{path}/messages"), 404)
    error(post(client, f"{path}/messages", {"content": "Write"}), 404)


def test_rows_of_another_job_are_not_there(client: Client, ada: User, job: Job) -> None:
    sent, other = send(client, job), make.job(ada)
    for rest in (f"/runs/{sent['runId']}", f"/runs/{sent['runId']}/stream"):
        error(get(client, chat(other, rest)), 404)
    reply = sent["assistantMessage"]["id"]
    for rest in (f"/messages/{reply}/regenerate", f"/messages/{reply}/switch-branch"):
        error(post(client, chat(other, rest)), 404)


def test_a_thousand_messages_are_listed_with_few_questions(
    client: Client, job: Job, django_assert_max_num_queries: Any
) -> None:
    thread = ChatThread.objects.create(job=job)
    parent: ChatMessage | None = None
    rows = []
    for number in range(1000):
        role = ("user", "assistant")[number % 2]
        origin = ("user", "model")[number % 2]
        parent = ChatMessage(
            thread=thread, role=role, origin=origin, content="x" * 200, parent=parent,
            created_at=timezone.now(),
        )  # fmt: skip
        rows.append(parent)
    ChatMessage.objects.bulk_create(rows)
    with django_assert_max_num_queries(8):
        found = listed(client, job, "?limit=500&offset=500")
    assert len(found["messages"]) == 500
    assert found["total"] == 1000
