from __future__ import annotations

import pytest

from jobops.lib.errors import Refused
from orchestrator.models import User
from tailoring.ghostwriter import prompt, turns
from tests import make
from tests.ghostwriter import chatting


def test_the_parts_stand_in_their_order(ada: User) -> None:
    chat = chatting.thread(ada)
    asked = chatting.ask(chatting.said(chat, "First", "Reply", "Shorter"))
    assert chatting.roles(asked) == ["system", *["user", "assistant"] * 2, "user"]
    assert chatting.contents(asked)[2:] == [prompt.ACKNOWLEDGED, "First", "Reply", "Shorter"]


def test_the_prompt_is_sent_once(ada: User) -> None:
    asked = chatting.request(chatting.thread(ada), "Quokka letter please")
    assert "".join(chatting.contents(asked)).count("Quokka letter please") == 1


def test_a_correction_follows_the_prompt(ada: User) -> None:
    question = chatting.turn(chatting.thread(ada), "Write a letter")
    asked = chatting.ask(question, correction="Without “synergy”.")
    assert chatting.contents(asked)[-1] == "Write a letter\n\nWithout “synergy”."


def test_a_regenerated_reply_does_not_see_the_old_one(ada: User) -> None:
    question = chatting.turn(chatting.thread(ada), "Write a letter")
    chatting.turn(question.thread, "The old wombat letter", after=question)
    assert "wombat" not in "".join(chatting.contents(chatting.ask(question)))


def test_turns_of_other_branches_are_not_told(ada: User) -> None:
    chat = chatting.thread(ada)
    root = chatting.said(chat, "One", "Two")
    chatting.turn(chat, "Left numbat branch", after=root)
    asked = chatting.ask(chatting.turn(chat, "Right branch", after=root))
    assert "numbat" not in "".join(chatting.contents(asked))


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_roles_alternate_when_a_reply_never_came(ada: User, status: str) -> None:
    chat = chatting.thread(ada)
    empty = chatting.turn(chat, "", after=chatting.turn(chat, "First"), status=status)
    asked = chatting.ask(chatting.turn(chat, "Second", after=empty))
    assert chatting.roles(asked) == ["system", *["user", "assistant"] * 2, "user"]
    assert chatting.contents(asked)[3:] == ["First", turns.UNANSWERED, "Second"]


def test_a_question_asked_again_is_told_once(ada: User) -> None:
    chat = chatting.thread(ada)
    empty = chatting.turn(chat, "", after=chatting.turn(chat, "Again"), status="failed")
    asked = chatting.ask(chatting.turn(chat, "Again", after=empty))
    assert chatting.contents(asked)[2:] == [prompt.ACKNOWLEDGED, "Again"]


def test_the_text_of_a_stopped_reply_is_told(ada: User) -> None:
    chat = chatting.thread(ada)
    half = chatting.turn(chat, "Dear te", after=chatting.turn(chat, "First"), status="cancelled")
    asked = chatting.ask(chatting.turn(chat, "Go on", after=half))
    assert chatting.contents(asked)[-2] == "Dear te"


def test_the_system_message_holds_nothing_of_a_stranger(ada: User) -> None:
    chat = chatting.thread(
        ada, title="Xylophonist", employer="Zebra GmbH", description="Yodelling wanted"
    )
    note = chatting.note(chat.job, "Vicuna note", title="Umbrella")
    file = chatting.file(chat.job, b"Walrus text", "Tarantula.txt")
    asked = chatting.request(chatting.choose(chat, notes=[note], files=[file]))
    words = ("Xylophonist", "Zebra", "Yodelling", "Vicuna", "Umbrella", "Walrus", "Tarantula")
    assert all(word in chatting.data(asked) for word in words)
    assert not [word for word in words if word in chatting.contents(asked)[0]]


def test_one_marker_stands_around_every_block(ada: User) -> None:
    make.resume(ada)
    asked = chatting.request(chatting.thread(ada))
    markers = chatting.MARKER.findall(chatting.data(asked))
    assert len(set(markers)) == 1
    assert len(markers) == 2 * len(asked.manifest)


def test_every_request_has_a_marker_of_its_own(ada: User) -> None:
    question = chatting.turn(chatting.thread(ada), "Hello")
    found = {chatting.MARKER.findall(chatting.data(chatting.ask(question)))[0] for _ in range(3)}
    assert len(found) == 3


def test_the_language_is_the_one_the_message_asks_for(ada: User) -> None:
    asked = chatting.request(chatting.thread(ada), "Schreib mir eine Nachricht auf Deutsch.")
    assert asked.language == "de"
    assert "Language of the reply: German." in chatting.contents(asked)[0]


def test_the_rest_of_a_reply_keeps_its_language(ada: User) -> None:
    chat = chatting.thread(ada)
    first = chatting.turn(chat, "Une lettre")
    cut = chatting.turn(chat, "Madame", after=first, truncated=True, language="fr")
    assert chatting.ask(chatting.turn(chat, "Continue", after=cut), continues=True).language == "fr"


def test_it_counts_every_character(ada: User) -> None:
    asked = chatting.request(chatting.thread(ada))
    assert asked.characters == len("".join(chatting.contents(asked)))


def test_a_message_longer_than_everything_is_refused(ada: User) -> None:
    chatting.wish(ada, ghostwriterContextChars=8000)
    prompt.require_room(ada, "x" * 8000)
    with pytest.raises(Refused, match="longer than what may be sent"):
        prompt.require_room(ada, "x" * 8001)


def test_the_whole_request_stays_within_the_limit(ada: User) -> None:
    chatting.wish(ada, ghostwriterContextChars=12_000)
    make.resume(ada)
    chat = chatting.thread(ada, description="Tasks and duties. " * 1000)
    note = chatting.note(chat.job, "Remember this line.\n" * 500)
    chatting.choose(chat, notes=[note])
    asked = chatting.ask(chatting.said(chat, "a" * 3000, "b" * 3000, "c" * 2000))
    assert 11_000 < asked.characters <= 12_000
    assert chatting.contents(asked)[-1] == "c" * 2000
