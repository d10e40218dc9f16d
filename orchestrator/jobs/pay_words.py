"""Pay that a source gave in numbers only, in the words a person reads in a list. Pure."""

from __future__ import annotations

from orchestrator.sources.posting import Posting

PER = {
    "yearly": "per year",
    "monthly": "per month",
    "weekly": "per week",
    "daily": "per day",
    "hourly": "per hour",
}


def pay_words(posting: Posting) -> str | None:
    """ "from 55,000 USD per year"; what the source wrote itself goes first."""
    low, high = posting.salary_min, posting.salary_max
    if posting.salary or not (low or high):
        return posting.salary
    words = (_amounts(low, high), posting.salary_currency, PER.get(posting.salary_interval or ""))
    return " ".join(filter(None, words))


def _amounts(low: float | None, high: float | None) -> str:
    if low and high and low != high:
        return f"{_amount(low)}–{_amount(high)}"
    if low and high:
        return _amount(low)
    return f"from {_amount(low)}" if low else f"up to {_amount(high or 0)}"


def _amount(number: float) -> str:
    """Cents only where they matter, as in pay by the hour."""
    return f"{number:,.0f}" if number.is_integer() or number >= 1_000 else f"{number:,.2f}"
