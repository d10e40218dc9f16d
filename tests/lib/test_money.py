from __future__ import annotations

import pytest

from jobops.lib.money import Pay, parse_pay
from tests.bounds import computes
from tests.lib.corpora import rows

CORPUS = rows("pay.tsv")
FILLER = "We build tools for hospitals in twelve countries and work in small teams. " * 5


def _expected(row: dict[str, str]) -> Pay | None:
    numbers = {name: float(row[name]) if row[name] else None for name in AMOUNTS}
    if numbers["min"] is None and numbers["max"] is None:
        return None
    return Pay(**numbers, currency=row["currency"] or None, interval=row["interval"] or None)


AMOUNTS = ("min", "max", "yearly_min", "yearly_max")


def test_the_pay_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CORPUS) >= 150


@pytest.mark.parametrize("row", CORPUS, ids=lambda row: f"{row['text']}|{row['country']}")
def test_it_reads_pay_or_says_nothing(row: dict[str, str]) -> None:
    found = parse_pay(row["text"], row["country"] or None)
    assert found == _expected(row)


@pytest.mark.parametrize(
    ("sentence", "low"),
    [
        ("The salary range for this role is $120,000 - $150,000.", 120000),
        ("Wir zahlen ein Gehalt von 65.000 € bis 75.000 €.", 65000),
        ("An employee gets 36k-44k CAD salary full time.", 36000),
        ("You get €4,200 per month and a bicycle.", 4200),
        ("We raised $120,000,000 in Series C. Pay: $90,000 to $110,000 a year.", 90000),
    ],
)
def test_a_long_text_must_call_it_pay(sentence: str, low: float) -> None:
    found = parse_pay(FILLER + sentence + FILLER, "US")
    assert found is not None
    assert found.min == low


@pytest.mark.parametrize(
    "sentence",
    [
        "We manage $40,000 - $90,000 for each client.",
        "Our 200 employees serve 5 000 companies.",
        "We raised $120 million from investors.",
        "A learning budget of €2,000 per year.",
        "Products priced at $20,000.",
        "Up to 1000 EUR per year for conferences, books, and courses of your choice.",
        "Compensation: R$800/mo for food in supermarkets.",
        "Relocation allowance of £5,000 a year.",
    ],
)
def test_other_money_in_a_long_text_is_not_pay(sentence: str) -> None:
    assert parse_pay(FILLER + sentence + FILLER, "US") is None


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "$" * 100_000, "$1 - " * 30_000, "1 000 " * 20_000]
)
def test_no_text_makes_it_slow(text: str) -> None:
    with computes():
        parse_pay(text)
