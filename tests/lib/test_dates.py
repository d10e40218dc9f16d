from __future__ import annotations

from datetime import date

import pytest

from jobops.lib.dates import parse_deadline, parse_posted
from tests.lib.corpora import rows

TODAY = date(2026, 9, 1)
DEADLINES = rows("deadlines.tsv")
POSTED = rows("posted.tsv")


def test_the_deadline_corpus_is_large_enough_to_mean_something() -> None:
    assert len(DEADLINES) >= 150


@pytest.mark.parametrize("row", DEADLINES, ids=lambda row: f"{row['text']}|{row['country']}")
def test_it_reads_a_deadline_or_says_nothing(row: dict[str, str]) -> None:
    found = parse_deadline(row["text"], today=TODAY, country=row["country"] or None)
    assert (found.isoformat() if found else "") == (row["date"] or "")


@pytest.mark.parametrize("row", POSTED, ids=lambda row: row["text"])
def test_it_reads_when_a_posting_appeared(row: dict[str, str]) -> None:
    found = parse_posted(row["text"], today=TODAY)
    assert (found.isoformat() if found else "") == (row["date"] or "")


@pytest.mark.parametrize("text", ["1" * 5000, "1.1." * 2000, " " * 9000, "9" * 13])
def test_a_strange_text_is_no_date_and_no_error(text: str) -> None:
    assert parse_deadline(text, today=TODAY) is None or text == "9" * 13
    assert parse_posted(text, today=TODAY) is None
