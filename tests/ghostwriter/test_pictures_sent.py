from __future__ import annotations

import base64
from typing import Any

import pytest

from jobops.lib.llm import LLMError
from orchestrator.jobs import documents
from orchestrator.models import User
from tailoring.ghostwriter import attachments
from tailoring.models import ChatAttachment, ChatMessage
from tests.ghostwriter import chatting
from tests.kept import on_disk

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def model(ada: User) -> None:
    chatting.wish(ada, llmBaseUrl="http://127.0.0.1:9/v1", llmModel="stub")


def pictured(message: ChatMessage, *names: str) -> ChatMessage:
    """Its pictures hold their names."""
    for place, name in enumerate(names):
        digest = documents.keep(message.thread.job.owner_id, PNG + name.encode())
        ChatAttachment.objects.create(
            message=message, name=name, media_type="image/png", byte_size=1, digest=digest,
            position=place,
        )  # fmt: skip
    return message


def shown(content: Any) -> list[str]:
    """The names in the pictures of a message, in order."""
    if isinstance(content, str):
        return []
    urls = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    packed = [url.removeprefix("data:image/png;base64,") for url in urls]
    return [base64.b64decode(one).removeprefix(PNG).decode() for one in packed]


def test_a_picture_goes_along_with_its_message(ada: User) -> None:
    question = pictured(chatting.turn(chatting.thread(ada), "Look"), "a")
    last = chatting.ask(question).messages[-1]["content"]
    assert last[0] == {"type": "text", "text": "Look"}
    assert shown(last) == ["a"]


def test_the_newest_three_are_sent_again(ada: User) -> None:
    chat = chatting.thread(ada)
    first = pictured(chatting.turn(chat, "One"), "a", "b")
    second = pictured(chatting.turn(chat, "Two", after=chatting.turn(chat, "R", after=first)), "c")
    third = pictured(
        chatting.turn(chat, "Three", after=chatting.turn(chat, "R", after=second)), "d"
    )
    asked = chatting.ask(third)
    assert [shown(one["content"]) for one in asked.messages if one["role"] == "user"] == [
        [], ["a"], ["c"], ["d"],
    ]  # fmt: skip


def test_a_file_that_is_gone_is_left_out(ada: User) -> None:
    question = pictured(chatting.turn(chatting.thread(ada), "Look"), "a", "b")
    row = ChatAttachment.objects.get(name="a")
    on_disk(documents.name_of(ada.pk, row.digest)).unlink()
    assert shown(chatting.ask(question).messages[-1]["content"]) == ["b"]


def test_none_is_sent_when_pictures_are_off(ada: User) -> None:
    chatting.wish(ada, llmImages="off")
    question = pictured(chatting.turn(chatting.thread(ada), "Look"), "a")
    assert chatting.ask(question).messages[-1]["content"] == "Look"


@pytest.mark.parametrize(("wish", "taken"), [("auto", False), ("on", True)])
def test_a_model_that_refused_one_is_sent_none_unless_told(
    ada: User, wish: str, taken: bool
) -> None:
    question = pictured(chatting.turn(chatting.thread(ada), "Look"), "a")
    run = chatting.run(question)
    run.model, run.error_code = "stub", "images_unsupported"
    run.save()
    chatting.wish(ada, llmImages=wish)
    assert bool(shown(chatting.ask(question).messages[-1]["content"])) is taken


def test_a_picture_is_refused_when_the_model_refused_one(ada: User) -> None:
    run = chatting.run(chatting.turn(chatting.thread(ada), "Look"))
    run.model, run.error_code = "stub", "images_unsupported"
    run.save()
    with pytest.raises(LLMError, match="no pictures"):
        attachments.require_taken(ada, ["a picture"], engine="auto")
    chatting.wish(ada, llmModel="another")
    attachments.require_taken(ada, ["a picture"], engine="auto")
