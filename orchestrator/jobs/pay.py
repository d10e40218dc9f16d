"""Pay from the three places a posting names it: fields, the salary text, the description. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jobops.lib.money import CURRENCY, PAY_WORDS, Pay, parse_pay
from orchestrator.jobs.places import place_of
from orchestrator.sources.posting import Posting

READ, AROUND, HEADING, QUOTE = 60_000, 160, 60, 200
NUMBERS, WINDOWS = 200, 12
NUMBER = re.compile(r"\d[\d.,'’]*\d")
BESIDE_BEFORE, BESIDE_AFTER = 8, 16
MONEY = re.compile(CURRENCY, re.I)
# What every currency has, at a fraction of the price of knowing which.
MONEY_LIKE = re.compile(r"[€£$₹₽₺₩₪₱₫₴¥]|[A-Z]{3}|(?:euro|pounds|dollars|kr|rs|zł|kč|eur|lpa)\b")
END = re.compile(r"[!?;•](?=\s)|(?<=[a-z)€$£])\.(?=\s)|\n")
# In a description an amount needs more than a currency to be what this job pays.
CALLED_PAY = re.compile(
    rf"{PAY_WORDS.pattern}|\b(?:ote|gross|brutto\w*|bruto|brut|lord[aoie]|per annum|p\.\s?a\.|pays"
    r"|verdien\w*|jahresbrutto|bezahlung|mindestentgelt|stundensatz|tjm|daily rate|package"
    r"|pacchetto|loon|uurloon)(?!\w)",
    re.I,
)
LINE_OF_ITS_OWN = 24
TOTAL = re.compile(r"[\d.,'’\s–—~+-]|k\b", re.I)


@dataclass(frozen=True)
class Advertised:
    """`currency` is None for a bare "$" of a job in no known country; `quote` only of a
    description."""

    min: float | None
    max: float | None
    currency: str | None
    interval: str | None
    source: Literal["source", "text"]
    quote: str = ""


def advertised(posting: Posting, description: str) -> Advertised | None:
    """What is said first hand before what the source has guessed."""
    fields = _fields(posting)
    guessed = bool(posting.extras.get("salaryIsPredicted"))
    if fields and not guessed:
        return fields
    country = country_of(posting)
    said = parse_pay(posting.salary, country) if posting.salary else None
    if said:
        return _as_advertised(said)
    found = described(description, country=country)
    return found or fields


def described(text: str, *, country: str | None) -> Advertised | None:
    """The first amount beside a currency which the description calls pay."""
    for window in _windows(text[:READ]):
        found = parse_pay(window, country)
        if found and _is_called_pay(window, found):
            return _as_advertised(found, quote=window[:QUOTE])
    return None


def country_of(posting: Posting) -> str | None:
    """The only country the posting names, which tells one dollar from another."""
    place = place_of(posting.location or "")
    listed = posting.extras.get("countries")
    if place.countries or not isinstance(listed, list | tuple):
        return place.only_country
    return str(listed[0]) if len(listed) == 1 else None


def _fields(posting: Posting) -> Advertised | None:
    if not (posting.salary_min or posting.salary_max):
        return None
    return Advertised(
        posting.salary_min,
        posting.salary_max,
        posting.salary_currency,
        posting.salary_interval,
        "source",
    )


def _as_advertised(pay: Pay, *, quote: str = "") -> Advertised:
    return Advertised(pay.min, pay.max, pay.currency, pay.interval, "text", quote)


def _windows(text: str) -> Iterator[str]:
    """The sentences with a number beside a currency, each behind the heading it stands under."""
    done, given = -1, 0
    for count, number in enumerate(NUMBER.finditer(text)):
        if count >= NUMBERS or given >= WINDOWS:
            return
        start, end = number.span()
        beside = text[max(0, start - BESIDE_BEFORE) : end + BESIDE_AFTER]
        if start < done or not (MONEY_LIKE.search(beside) and MONEY.search(beside)):
            continue
        start, done = _sentence(text, start, end)
        given += 1
        yield _under_heading(text, start) + text[start:done].strip()


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - AROUND)
    for stop in END.finditer(text, first, start):
        first = stop.end()
    after = END.search(text, end, end + AROUND)
    return first, after.start() if after else min(len(text), end + AROUND)


def _under_heading(text: str, start: int) -> str:
    before = text[max(0, start - HEADING - 4) : start]
    if not before.endswith("\n"):
        return ""
    line = before.rstrip().rpartition("\n")[2]
    is_heading = len(line) <= HEADING and not line.startswith("- ")
    return f"{line.strip(' :*#')}: " if is_heading and PAY_WORDS.search(line) else ""


def _is_called_pay(window: str, found: Pay) -> bool:
    if CALLED_PAY.search(window) or found.interval == "hourly":
        return True
    rest = TOTAL.sub("", MONEY.sub("", window))
    return len(rest) <= LINE_OF_ITS_OWN and found.interval is not None
