"""Marks of a reply: places in code points, nothing altered."""

from __future__ import annotations

import pytest

from orchestrator.models import User
from tailoring import facts
from tailoring.ghostwriter import filler, marks
from tests import make

pytestmark = pytest.mark.django_db
LETTER = "Dear Ms Lee,\n\nI managed 800 people in a fast-paced environment — truly.\n\nKind regards"


def test_an_unsupported_claim_is_marked_with_its_cause(ada: User) -> None:
    make.resume(ada)
    found = marks.found(make.job(ada), LETTER, language="en")
    assert ("claim", "800", "unsupported") in [(m["kind"], m["text"], m["state"]) for m in found]
    assert all(LETTER[m["start"] : m["end"]] == m["text"] and m["why"] for m in found)


def test_what_was_confirmed_is_marked_as_ones_own_word(ada: User) -> None:
    make.resume(ada)
    facts.add(ada, "managed 800 people", kind="number")
    found = marks.found(make.job(ada), LETTER, language="en")
    assert {m["state"] for m in found} == {"asserted"}


def test_without_a_résumé_a_claim_is_unsupported(ada: User) -> None:
    assert "800" in [m["text"] for m in marks.found(make.job(ada), LETTER)]


def test_words_to_avoid_are_marked_at_each_place_whatever_their_case(ada: User) -> None:
    text = "🙂 Ambitious people. AMBÍTIOUS, not ambitiously."
    found = marks.found(make.job(ada), text, avoid=["ambitious"])
    assert [m["text"] for m in found if m["kind"] == "avoid"] == ["Ambitious", "AMBÍTIOUS"]


def test_filler_is_marked_only_when_asked_for(ada: User) -> None:
    job = make.job(ada)
    assert [m["text"] for m in marks.found(job, LETTER, slop=True) if m["kind"] == "filler"] == [
        "fast-paced environment",
        "—",
        "truly",
    ]
    assert [m for m in marks.found(job, LETTER) if m["kind"] == "filler"] == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "I am excited to apply.", ["I am excited to apply"]),
        ("en", "It is not just a job but a calling.", ["not just a job but"]),
        ("de", "Hiermit bewerbe ich mich.", ["Hiermit bewerbe ich mich"]),
        ("de", "Ich bin nicht nur fleißig, sondern auch wirklich nett.", 2),
        ("fr", "C’est avec un grand intérêt que je lis.", ["C’est avec un grand intérêt"]),
        ("fr", "Je suis vraiment force de proposition.", ["vraiment", "force de proposition"]),
        ("es", "Soy proactiva y apasionada por ello.", ["proactiva", "apasionada por"]),
        ("es", "No solo vendo, sino que enseño.", ["No solo vendo, sino que"]),
        ("en", "I built a parser for timetables.", []),
    ],
)
def test_worn_phrases_are_found(language: str, text: str, found: list[str] | int) -> None:
    met = [text[start:end] for start, end, _ in filler.found(text, language=language)]
    assert met == found or len(met) == found


def test_an_even_rhythm_is_marked_once() -> None:
    text = "We build many small things. They find some big bugs. People like our calm team."
    found = filler.found(text, language="en")
    assert [(text[a:b], why) for a, b, why in found] == [
        ("People like our calm team.", filler.EVEN)
    ]
