"""The guard as a whole: own words, confirmed statements, hostile texts, what is lost."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailoring.claims import base, guard
from tailoring.claims.base import Statement
from tests.bounds import computes
from tests.tailoring.claimants import DOCUMENTS, ENGLISH, TODAY, known

LINES = [
    (language, fact)
    for language in DOCUMENTS
    for fact in known(language).facts
    if fact.field in ("text", "summary", "headline")
]
BUILT = "Built a booking service in Python and FastAPI for 1,200 requests per minute"


@pytest.mark.parametrize("change", [str, str.upper, str.lower, "  {}  ".format, "• {}.".format])
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_own_words_pass_in_any_spelling(change, form) -> None:
    blocked = [
        text
        for language, fact in LINES
        if (text := unicodedata.normalize(form, change(fact.ref.quote)))
        and guard.check(text, known=known(language), item=fact.item_id or None).blocked
    ]
    assert blocked == []


@given(number=st.integers(min_value=23, max_value=1_000_000), line=st.sampled_from(LINES))
@settings(max_examples=60, deadline=None)
def test_a_number_of_no_fact_always_blocks(number: int, line) -> None:
    language, fact = line
    held = {q.value for f in known(language).facts for q in f.quantities}
    free = next(n for n in range(number, number + 2_000) if n not in held and not 1900 < n < 2100)
    text = f"{fact.ref.quote.rstrip('.')}: {free} hippos"
    assert guard.check(text, known=known(language), item=fact.item_id or None).blocked


def test_words_in_disguise_are_read() -> None:
    cyrillic = "L\u0435d the booking service in Python"
    report = guard.check(cyrillic, known=known(), item="now", before=BUILT)
    assert report.unsupported[0].claim.text == "L\u0435d"


def test_a_confirmed_statement_asserts_what_it_says() -> None:
    told = (Statement("f1", "Ran Terraform for 30 servers", item_id="now"),)
    facts = base.of(ENGLISH, statements=told, today=TODAY)
    text = "Built a booking service in Python with Terraform"
    mine = guard.check(text, known=facts, item="now", before=BUILT)
    assert not mine.blocked
    states = {f.claim.text: f.state for f in mine.findings}
    assert states["Terraform"] == "asserted"
    assert guard.check(text, known=facts, item="then").blocked


def test_findings_live_through_json() -> None:
    report = guard.check(
        "Led 90 people at Google in Python", known=known(), item="now", before=BUILT
    )
    again = guard.from_json(json.loads(json.dumps(guard.to_json(report.findings))))
    assert again == report.findings


def test_the_same_document_is_read_once() -> None:
    assert base.of(ENGLISH, today=TODAY) is base.of(json.loads(json.dumps(ENGLISH)), today=TODAY)


def test_places_are_those_of_the_text_as_given() -> None:
    text = "Größe geändert, Maß ½, ﬁnal: 77 Mitarbeiter"
    (finding,) = [
        f
        for f in guard.check(text, known=known("de"), item="now").unsupported
        if f.claim.kind == "number" and "77" in f.claim.text
    ]
    assert text[finding.claim.start : finding.claim.end] == "77"


@pytest.mark.parametrize(
    "text",
    [
        "award " * 1_600, "1,200 " * 1_600, "1" * 10_000, "1 000 " * 1_600, "Ab " * 3_300,
        "aB" * 5_000, "2016 " * 2_000, "(" * 10_000, "日本語" * 3_300, "\n" * 10_000,
        "قمت بإدارة ٨٠٠ شخص " * 500, "hundert" * 1_400, "fluent German " * 700, "L\u0435d " * 2_500,
        "e\u0301" * 5_000, "a: b; " * 1_600, "two hundred and " * 600,
        "\u202e\ud83d\ude00 " * 2_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["bullet", "skills"])
def test_hostile_texts_end(text: str, where: str) -> None:
    with computes():
        report = guard.check(text, known=known(), where=where)
    assert report.text == text


def test_nothing_at_all_is_supported() -> None:
    assert not guard.check("", known=known()).blocked
    assert not guard.check("Likes calm work.", known=base.of({}, today=TODAY)).blocked


def test_a_dropped_bullet_is_named() -> None:
    before = ["Fixed bugs for 30 shops", "Added card payments", "Moved the admin area to React"]
    after = ["Moved to React: the admin area", "Bug fixing for 30 shops"]
    assert guard.dropped(before, after) == ("Added card payments",)
    assert guard.dropped(before, before[::-1]) == ()


def test_hints_never_block_and_name_what_reads_badly() -> None:
    text = "Results-driven team player with outstanding skills. " + "word " * 31
    assert len(guard.hints(text, "en")) >= 4
    assert guard.hints("Fixed bugs for 30 shops.", "en") == ()
