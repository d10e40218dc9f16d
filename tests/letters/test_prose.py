"""What a letter says of its writer is weighed, and nothing else in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bench.claims_rows import personas
from tailoring.claims import base
from tailoring.claims.base import FactBase
from tailoring.prose import shape
from tailoring.prose.weigh import weighed

SAMPLES = Path(__file__).parent / "samples"
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    text = (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def known(persona: str) -> FactBase:
    return base.of(personas()[persona])


def doubted(text: str, *, of: str = "developer_en", letter: bool | None = True, **more: str) -> Any:
    told = {"employer": "Harbour Rail", "language": "en", **more}
    found = weighed(text, known=known(of), letter=letter, **told)
    return [one.claim.text for one in found if one.state == "unsupported"]


def of_row(row: Row) -> list[str]:
    more = {"employer": row["employer"], "language": row["language"]}
    return doubted(row["text"], of=row["persona"], **more)  # type: ignore[no-any-return]


def test_at_least_97_of_100_lies_are_marked() -> None:
    given = rows("lies")
    assert sum(bool(of_row(row)) for row in given) / len(given) >= 0.97


def test_honest_sentences_are_hardly_ever_marked() -> None:
    given = rows("honest")
    assert sum(bool(of_row(row)) for row in given) / len(given) <= 0.02


@pytest.mark.parametrize("row", rows("whole"), ids=lambda row: row["id"])
def test_an_honest_letter_has_no_mark(row: Row) -> None:
    assert of_row(row) == []


def test_places_are_those_of_the_text() -> None:
    text = "Dear Ms Whitfield,\n\n🙂 I like trains. I managed 800 people."
    for one in weighed(text, known=known("developer_en"), employer="Harbour Rail"):
        assert text[one.claim.start : one.claim.end] == one.claim.text
    assert "800" in doubted(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You are looking for 5 years of Go.", []),
        ("I have the 5 years of Go you are looking for.", ["Go"]),
        ("You are looking for 5 years of Go, which I have.", ["Go"]),
        ("You are looking for 5 years of Go, which I do not have.", []),
        ("I have never used Kafka.", []),
        ("I have not only used Kafka but liked it.", ["Kafka"]),
        ("I would be glad to learn Kafka.", []),
        ("I would be glad to bring my Kafka skills.", ["Kafka"]),
        ("Harbour Rail interests me.", []),
        ("I worked at Harbour Rail.", ["Harbour Rail"]),
    ],
)
def test_only_what_the_writer_claims_counts(text: str, found: list[str]) -> None:
    assert doubted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "They will ask how you led 20 engineers.",
        "Requirement: 5 years of Kafka at Google.",
        "| Kafka | 12 years |",
    ],
)
def test_what_is_no_letter_is_weighed_only_where_somebody_says_i(text: str) -> None:
    assert doubted(text, letter=None) == []
    assert doubted(f"Suggested answer: I led 20 engineers at Google.\n{text}", letter=None) != []


@pytest.mark.parametrize(
    "text",
    ["Dear Ms Lee,\nIt works.", "Sehr geehrte Frau Lee,", "It works.\n\nCordialement,\nA. Lee"],
)
def test_a_letter_is_told_by_its_greeting_or_its_farewell(text: str) -> None:
    assert shape.is_letter(text)


def test_a_claim_in_the_greeting_makes_it_none() -> None:
    assert not shape.is_letter("Hello, I founded Google")


def test_placeholders_are_found_and_links_are_not() -> None:
    text = "[one sentence: why this employer] and [my site](https://a.example) and [x]"
    assert [text[start:end] for start, end in shape.placeholders(text)] == [
        "[one sentence: why this employer]"
    ]


def test_the_head_of_a_letter_may_not_claim_a_degree() -> None:
    text = "Sam Doe, MSc Physics\n12 Mill Lane\nAcme Ltd\n\nDear Ms Lee,\n\nHello."
    assert doubted(text) == ["MSc Physics"]
