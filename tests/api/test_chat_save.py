from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.api.schemas.chat import SavedOut
from orchestrator.api.schemas.prompts import PromptOut
from orchestrator.models import Note, User
from tailoring.ghostwriter import runs
from tailoring.models import ChatMessage, ChatRun, CoverLetter
from tests import chats, make
from tests.api.calls import data, error, fits, get, patch, post, send

pytestmark = pytest.mark.django_db
LETTER = "Dear Acme,\n\nI cook every day and I would like to cook for you.\n\nAda"


@pytest.fixture
def reply(ada: User) -> ChatMessage:
    make.heartbeat()
    run = chats.claimed(make.job(ada))
    runs.append(run, LETTER)
    runs.complete(run, message={})
    return run.message


def save(client: Client, message: ChatMessage, body: Any) -> Any:
    job = message.thread.job_id
    return post(client, f"/jobs/{job}/chat/messages/{message.pk}/save", body)


def test_a_reply_becomes_a_note(client: Client, reply: ChatMessage) -> None:
    saved = fits(SavedOut, data(save(client, reply, {"as": "note", "title": "Letter"}), 201))
    note = Note.objects.get(pk=saved["id"])
    assert (note.title, note.content) == ("Letter", LETTER)
    assert client.get(saved["url"]).status_code == 200


def test_a_reply_becomes_a_letter(client: Client, reply: ChatMessage) -> None:
    saved = fits(SavedOut, data(save(client, reply, {"as": "cover_letter"}), 201))
    letter = CoverLetter.objects.get(pk=saved["id"])
    assert letter.source_message_id == reply.pk
    assert letter.origin == "model"
    assert "I cook every day" in letter.text


@pytest.mark.parametrize(
    "body", [{}, {"as": "pdf"}, {"as": "note", "title": "a" * 121}, {"as": None}]
)
def test_what_a_reply_becomes_has_to_be_said(client: Client, reply: ChatMessage, body: Any) -> None:
    error(save(client, reply, body), 400)
    assert Note.objects.count() == CoverLetter.objects.count() == 0


@pytest.mark.parametrize("kind", ["note", "cover_letter"])
def test_a_question_is_not_saved_and_a_reply_only_when_it_is_whole(
    client: Client, ada: User, reply: ChatMessage, kind: str
) -> None:
    assert reply.parent is not None
    error(save(client, reply.parent, {"as": kind}), 400)
    run: ChatRun = chats.claimed(make.job(ada))
    answer = error(save(client, run.message, {"as": kind}), 409)
    assert answer["details"] == {"reason": "run_active", "runId": str(run.pk)}


def test_five_prompts_are_there_from_the_beginning(client: Client, ada: User) -> None:
    found = data(get(client, "/saved-prompts"))
    assert [fits(PromptOut, one)["id"] for one in found] == [
        "cover_letter", "outreach", "interview_questions", "why_me", "follow_up",
    ]  # fmt: skip


def test_a_prompt_is_kept_changed_moved_and_deleted(client: Client, ada: User) -> None:
    body = {"name": " Shorter ", "body": "Half as long."}
    kept = data(post(client, "/saved-prompts", body), 201)
    assert (kept["name"], kept["isBuiltin"]) == ("Shorter", False)
    path = f"/saved-prompts/{kept['id']}"
    changed = data(patch(client, path, {"body": "A third.", "position": 1}))
    assert (changed["name"], changed["body"], changed["position"]) == ("Shorter", "A third.", 1)
    assert data(get(client, "/saved-prompts"))[1] == changed
    data(send(client, "DELETE", path))
    error(patch(client, path, {"name": "x"}), 404)


def test_a_built_in_prompt_comes_back_as_it_was(client: Client, ada: User) -> None:
    path = "/saved-prompts/outreach"
    before = next(one for one in data(get(client, "/saved-prompts")) if one["id"] == "outreach")
    changed = data(patch(client, path, {"name": "Hello"}))
    assert (changed["name"], changed["isChanged"]) == ("Hello", True)
    data(send(client, "DELETE", path))
    (gone,) = [one for one in data(get(client, "/saved-prompts")) if one["isHidden"]]
    assert gone["id"] == "outreach"
    assert data(patch(client, path, {"position": 2})) == {**gone, "position": 2}
    assert data(post(client, f"{path}/restore")) == before


@pytest.mark.parametrize(
    "body",
    [{}, {"name": " "}, {"body": "a" * 4001}, {"name": "a" * 81}, {"position": -1}],
)
def test_a_change_of_a_prompt_has_limits(client: Client, ada: User, body: Any) -> None:
    error(patch(client, "/saved-prompts/outreach", body), 400)
    assert ada.prompts.count() == 0


def test_fifty_prompts_are_enough(client: Client, ada: User) -> None:
    body = {"name": "Mine", "body": "Write."}
    for _ in range(50):
        data(post(client, "/saved-prompts", body), 201)
    error(post(client, "/saved-prompts", body), 400)
    assert ada.prompts.count() == 50


def test_prompts_of_somebody_else_are_not_there(client: Client, ada: User, ben: User) -> None:
    theirs = ben.prompts.create(name="Ben's", body="x")
    path = f"/saved-prompts/{theirs.pk}"
    error(patch(client, path, {"name": "Mine"}), 404)
    error(send(client, "DELETE", path), 404)
    assert "Ben's" not in str(data(get(client, "/saved-prompts")))
    assert ben.prompts.get().name == "Ben's"
