from __future__ import annotations

from typing import Any

import pytest

from jobops.lib.money import parse_pay
from orchestrator.jobs.pay_words import pay_words
from orchestrator.sources.posting import Posting


def _posting(**pay: Any) -> Posting:
    return Posting(title="Baker", employer="Mill", job_url="https://mill.example/1", **pay)


@pytest.mark.parametrize(
    ("low", "high", "currency", "interval", "words"),
    [
        (55_000, 100_000, "USD", "yearly", "55,000–100,000 USD per year"),
        (48_000, 48_000, "GBP", "yearly", "48,000 GBP per year"),
        (48_000.4, None, "EUR", "monthly", "from 48,000 EUR per month"),
        (None, 31.5, "CAD", "hourly", "up to 31.50 CAD per hour"),
        (28, 35, None, None, "28–35"),
        (None, None, "USD", "yearly", None),
    ],
)
def test_numbers_are_said_in_words(
    low: float | None, high: float | None, currency: str | None, interval: str, words: str | None
) -> None:
    posting = _posting(
        salary_min=low, salary_max=high, salary_currency=currency, salary_interval=interval
    )
    assert pay_words(posting) == words


def test_the_sources_own_words_stay() -> None:
    assert pay_words(_posting(salary="60k + shares", salary_min=60_000)) == "60k + shares"


def test_the_words_are_read_back_as_the_numbers() -> None:
    posting = _posting(
        salary_min=55_000, salary_max=100_000, salary_currency="USD", salary_interval="yearly"
    )
    read = parse_pay(pay_words(posting) or "")
    assert read is not None
    assert (read.min, read.max, read.currency, read.interval) == (55_000, 100_000, "USD", "yearly")
