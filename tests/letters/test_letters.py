"""Versions of a letter: what they claim, what keeps them from being ready, whose word counts."""

from __future__ import annotations

import pytest

from jobops.lib.errors import Invalid, Refused
from orchestrator.models import User
from tailoring import facts, letters
from tailoring.models import ChatMessage, ChatThread, CoverLetter
from tests import make

pytestmark = pytest.mark.django_db
HONEST = "Dear Ms Lee,\n\nI would like to work for Acme.\n\nKind regards\nSam"
LIE = "Dear Ms Lee,\n\nI managed 800 people.\n\nKind regards\nSam"
OPEN = "Dear Ms Lee,\n\n[one sentence: why this employer]\n\nKind regards\nSam"


@pytest.fixture
def letter(ada: User) -> CoverLetter:
    make.resume(ada)
    return letters.save(make.job(ada), LIE)


def why(letter: CoverLetter) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in letters.pending(letter)]


def test_each_save_is_a_version_and_the_same_words_are_none(ada: User) -> None:
    job = make.job(ada)
    first = letters.save(job, HONEST)
    assert letters.save(job, f"  {HONEST}\n") == first
    second = letters.save(job, HONEST + " Doe")
    assert [one.version for one in letters.of(job)] == [2, 1]
    assert second.language == "en"
    assert CoverLetter.objects.get(pk=first.pk).text == HONEST


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 20_001])
def test_nothing_and_too_much_are_refused(ada: User, text: str) -> None:
    with pytest.raises(Invalid):
        letters.save(make.job(ada), text)


def test_an_unsupported_claim_keeps_a_letter_from_being_ready(letter: CoverLetter) -> None:
    assert ("claim", "800") in why(letter)
    with pytest.raises(Refused) as refused:
        letters.settle(letter, actor="user")
    assert refused.value.kind == "letter_not_ready"
    assert {"kind", "text", "why"} == set(refused.value.details["reasons"][0])  # type: ignore[index]


def test_a_confirmed_claim_becomes_a_fact_that_holds_for_it_alone(letter: CoverLetter) -> None:
    before = why(letter)
    at = next(one.at for one in letters.pending(letter) if one.text == "800")
    assert at is not None
    fact = letters.confirm(letter, at, actor="user", text="800")
    assert fact.text == "I managed 800 people"
    assert why(letter) == [one for one in before if one != ("claim", "800")]
    assert [fact.text for fact in facts.listed(letter.job.owner)] == [fact.text]


def test_a_letter_without_open_claims_can_be_confirmed_and_reopened(ada: User) -> None:
    make.resume(ada)
    job = make.job(ada)
    first, second = letters.save(job, HONEST), letters.save(job, HONEST + " Doe")
    letters.settle(first, actor="user")
    assert letters.newest_confirmed(job) == first
    letters.settle(second, actor="user")
    assert letters.newest_confirmed(job) == second
    letters.reopen(second, actor="user")
    assert letters.newest_confirmed(job) == first


def test_all_claims_confirmed_make_it_ready(letter: CoverLetter) -> None:
    for _ in range(len(letters.pending(letter))):
        one = letters.pending(letter)[0]
        letters.confirm(letter, one.at or 0, actor="user", text=one.text)
    assert letters.pending(letter) == []
    assert letters.settle(letter, actor="user").confirmed_at


def test_a_fact_that_is_taken_back_opens_the_claim_again(letter: CoverLetter) -> None:
    at = next(one.at for one in letters.pending(letter) if one.text == "800")
    fact = letters.confirm(letter, at or 0, actor="user")
    facts.remove(fact)
    assert ("claim", "800") in why(letter)


def test_a_claim_that_reads_otherwise_now_is_not_confirmed(letter: CoverLetter) -> None:
    with pytest.raises(Refused, match="decided meanwhile"):
        letters.confirm(letter, 0, actor="user", text="something else")
    with pytest.raises(Refused):
        letters.confirm(letter, 99, actor="user")


def test_an_open_place_keeps_a_letter_from_being_ready(ada: User) -> None:
    make.resume(ada)
    letter = letters.save(make.job(ada), OPEN)
    assert why(letter) == [("placeholder", "[one sentence: why this employer]")]


def test_the_number_of_a_removed_version_is_not_given_again(ada: User) -> None:
    job = make.job(ada)
    letters.save(job, HONEST)
    letters.remove(letters.save(job, OPEN), actor="user")
    assert letters.save(job, LIE).version == 3


def test_of_a_reply_only_the_letter_is_taken(ada: User) -> None:
    job = make.job(ada)
    thread = ChatThread.objects.create(job=job)
    reply = ChatMessage.objects.create(
        thread=thread,
        role="assistant",
        origin="model",
        content="Here is a **draft**:\n\n---\n\nDear Ms Lee,\n\nI like **trains**.\n\nKind regards,"
        "\n\nSam Doe\n\n---\n\nShall I make it shorter?",
    )
    letter = letters.save(job, reply.content, source=reply, origin="model")
    assert letter.text == "Dear Ms Lee,\n\nI like trains.\n\nKind regards,\n\nSam Doe"
    assert (letter.origin, letter.source_message) == ("model", reply)


def test_confirming_claims_one_by_one_never_opens_another(ada: User) -> None:
    make.resume(ada)
    text = "For years I looked after services, and I managed 800 people at Google in 2011."
    letter = letters.save(make.job(ada), f"Dear Ms Lee,\n\n{text}\n\nKind regards\nSam")
    left = len(letters.pending(letter))
    assert left >= 3
    for still in range(left - 1, -1, -1):
        one = letters.pending(letter)[0]
        letters.confirm(letter, one.at or 0, actor="user", text=one.text)
        assert len(letters.pending(letter)) <= still
