"""A résumé's own words are facts: as they stand the guard never blocks them, and a number changed
in them it always does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.claims_rows import personas
from tailoring.claims import base, guard
from tailoring.documents import dialects
from tailoring.documents.clean import blocks, plain
from tailoring.documents.schema import Entry, read
from tests import make

Raw = dict[str, Any]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "resumes"
PERSONAS = personas()
NUMBER = re.compile(r"(?<![\w.,])[1-9]\d*(?![\w.,]*\d)")


def entries(raw: Raw) -> Iterator[Entry]:
    for section in read(raw).sections:
        if section.type not in {"summary", "cover-letter"}:
            yield from section.entries


def lines(entry: Entry) -> list[str]:
    return [text for _, text in blocks(entry.html)]


def refused(raw: Raw) -> list[str]:
    """Own words that the guard blocks, and why."""
    known = base.of(raw)
    said = [(text, entry.id, "bullet") for entry in entries(raw) for text in lines(entry)]
    said += [(raw["basics"].get("headline", ""), None, "headline")]
    said += [(plain(raw["summary"].get("content", "")), None, "summary")]
    reports = [
        guard.check(text, known=known, item=item, before=text if item else "", where=where)
        for text, item, where in said
        if text
    ]
    return [f"{one.text}: {one.findings}" for one in reports if one.blocked]


@pytest.mark.parametrize("persona", sorted(PERSONAS))
def test_own_words_are_never_blocked(persona: str) -> None:
    assert refused(PERSONAS[persona]) == []


def test_the_words_of_the_sample_are_never_blocked() -> None:
    assert refused(json.loads(make.RESUME.read_text())) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not here")
@pytest.mark.parametrize("folder", ["reactive-resume-v5", "reactive-resume-v4", "jsonresume"])
def test_the_words_of_public_samples_are_never_blocked(folder: str) -> None:
    files = sorted((SHARED / folder).glob("*.json"))
    assert files
    read_in = [dialects.to_document(json.loads(file.read_text("utf-8"))) for file in files]
    assert [text for one in read_in for text in refused(one.document)] == []


@pytest.mark.parametrize("persona", sorted(PERSONAS))
def test_a_number_changed_in_own_words_is_always_blocked(persona: str) -> None:
    known = base.of(PERSONAS[persona])
    changed = [
        (entry.id, text, f"{text[: at.start()]}{int(at.group()) * 7}{text[at.end() :]}")
        for entry in entries(PERSONAS[persona])
        for text in lines(entry)
        for at in NUMBER.finditer(text)
    ]
    assert len(changed) >= 4
    passed = [
        after
        for item, before, after in changed
        if not guard.check(after, known=known, item=item, before=before).blocked
    ]
    assert passed == []
