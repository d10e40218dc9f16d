"""What an engine may take over from a description, and why not (scoring.md section 7)."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.scoring.patches import Known, Patch, check, numbers

TEXT = (
    "We pay €70k – 85.000 per year. Fully remote. We hire 3 people.\n"
    "Apply by 31 Oct 2031. Our 200 employees sit in Leeds."
)
PAY = "We pay €70k – 85.000 per year."


def one(field: str, value: Any, quote: str, sure: str = "high", known: Known | None = None) -> str:
    (found,) = check([Patch(field, value, sure, quote)], description=TEXT, known=known or Known())
    return found.reason


@pytest.mark.parametrize(
    ("field", "value", "quote"),
    [
        ("salaryMinAmount", 70_000.0, PAY),
        ("salaryMaxAmount", 85_000, PAY),
        ("salaryCurrency", "EUR", "€70k"),
        ("salaryInterval", "yearly", "85.000 per year"),
        ("salary", "€70k – 85.000", PAY),
        ("isRemote", True, "Fully remote."),
        ("vacancyCount", 3.0, "We hire 3 people"),
        ("deadline", "31 Oct 2031", "Apply by 31 Oct 2031."),
        ("location", "Leeds", "Our 200 employees sit in Leeds"),
    ],
)
def test_what_a_quote_shows_is_taken_over(field: str, value: Any, quote: str) -> None:
    assert one(field, value, quote) == ""


@pytest.mark.parametrize(
    ("field", "value", "quote", "reason"),
    [
        ("title", "Boss", PAY, "unknown_field"),
        ("location", "Leeds", "The office is in Leeds", "not_quoted"),
        ("location", "York", "Our 200 employees sit in Leeds", "not_shown"),
        ("salaryMinAmount", 90_000.0, PAY, "not_shown"),
        ("salaryMinAmount", "70000", PAY, "wrong_type"),
        ("salaryMinAmount", -1.0, PAY, "wrong_type"),
        ("salaryMinAmount", True, PAY, "wrong_type"),
        ("salaryCurrency", "USD", "€70k", "not_shown"),
        ("salaryCurrency", "Taler", "€70k", "wrong_type"),
        ("salaryInterval", "hourly", "85.000 per year", "not_shown"),
        ("salaryInterval", "fortnightly", "85.000 per year", "wrong_type"),
        ("isRemote", False, "Fully remote.", "not_shown"),
        ("isRemote", True, "Our 200 employees sit in Leeds", "not_shown"),
        ("vacancyCount", 0.0, "We hire 3 people", "wrong_type"),
        ("jobType", "x" * 201, PAY, "wrong_type"),
        ("location", "Leeds", "", "not_quoted"),
    ],
)
def test_what_it_does_not_show_is_refused_with_the_reason(
    field: str, value: Any, quote: str, reason: str
) -> None:
    assert one(field, value, quote) == reason


def test_a_field_named_twice_counts_once() -> None:
    patch = Patch("vacancyCount", 3.0, "high", "We hire 3 people")
    found = check([patch, patch], description=TEXT, known=Known())
    assert [each.reason for each in found] == ["", "repeated"]


def test_doubt_never_replaces_what_is_there() -> None:
    there = Known({"location": "York"})
    quote = "Our 200 employees sit in Leeds"
    assert one("location", "Leeds", quote, "low") == "unsure"
    assert one("location", "Leeds", quote, "medium") == ""
    assert one("location", "Leeds", quote, "medium", there) == "unsure"
    assert one("location", "Leeds", quote, "high", there) == ""


def test_what_the_owner_wrote_stays() -> None:
    mine = Known({"location": "York"}, frozenset({"location"}))
    assert one("location", "Leeds", "Our 200 employees sit in Leeds", known=mine) == "yours"


def test_a_least_amount_above_the_greatest_is_no_pay() -> None:
    low, high = ("salaryMinAmount", 85_000.0), ("salaryMaxAmount", 70_000.0)
    found = check(
        [Patch(name, value, "high", PAY) for name, value in (low, high)],
        description=TEXT,
        known=Known(),
    )
    assert [each.reason for each in found] == ["wrong_type", "wrong_type"]
    assert one(*low, PAY, known=Known({"salaryMaxAmount": 80_000.0})) == "wrong_type"


def test_numbers_are_read_in_the_forms_people_write() -> None:
    assert numbers("70k, 85.000, 1,234,567 and 1.2m, but 3 people") == {
        70_000, 85_000, 1_234_567, 1_200_000, 3,
    }  # fmt: skip
