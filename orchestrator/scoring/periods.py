"""Periods of a résumé as months: "Feb. 2021 – Present", "2018–2021", "03/2019 - heute"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from orchestrator.scoring import shipped
from orchestrator.scoring.posting import fold

Span = tuple[int, int]

_MONTHS = (
    *(("jan", "ene", "gen"), ("feb", "fev", "fevr"), ("mar", "maer", "mrt", "mae")),
    *(("apr", "abr", "avr"), ("may", "mai", "maj", "mag", "mei"), ("jun", "juin", "giu")),
    *(("jul", "juil", "lug"), ("aug", "aou", "ago"), ("sep", "set")),
    *(("oct", "okt", "out", "ott"), ("nov",), ("dec", "dez", "dic")),
)
_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NOW = shipped.text("now")
_DATE = re.compile(
    rf"(?P<iso>(?:19|20)\d\d)[-/.](?P<iso_month>0?[1-9]|1[0-2])(?:[-/.]\d{{1,2}})?(?!\d)"
    rf"|(?:\d{{1,2}}[-/.])?(?P<num_month>0?[1-9]|1[0-2])[-/.](?P<num>(?:19|20)\d\d)"
    rf"|(?P<name>[a-z]{{3,10}})\.?,?\s*'?(?P<named>(?:19|20)\d\d)"
    rf"|(?P<year>(?:19|20)\d\d)|(?P<now>\b(?:{_NOW}))"
)
_SINCE = re.compile(r"\b(?:since|seit|depuis|desde|dal|da|sinds)\b|[-–—]\s*$")


@lru_cache(maxsize=4096)
def span(period: str, *, on: date) -> Span | None:
    """First month and the month after the last, counted from year 0; None when no date is named."""
    folded = fold(period)
    points = [(_month(match, on=on), match) for match in _DATE.finditer(folded)]
    if not points:
        return None
    first, start = points[0]
    today = on.year * 12 + on.month
    if start.group("now"):
        return None
    if len(points) == 1:
        if _SINCE.search(folded):
            return (first, max(first, today))
        return (first, first + (12 if start.group("year") else 1))
    last, end = points[1]
    if start.group("year") and end.group("year"):
        # Whole years only: 2018–2021 is three years, 2020–2020 is one.
        return (first, min(first + max(12, last - first), today)) if last >= first else None
    until = last if end.group("now") else last + (12 if end.group("year") else 1)
    return (first, min(until, today)) if until > first else None


def _month(match: re.Match[str], *, on: date) -> int:
    if match.group("now"):
        return on.year * 12 + on.month
    if match.group("iso"):
        return int(match.group("iso")) * 12 + int(match.group("iso_month")) - 1
    if match.group("num"):
        return int(match.group("num")) * 12 + int(match.group("num_month")) - 1
    if match.group("named"):
        name = match.group("name")
        number = _BY_NAME.get(name[:4]) or _BY_NAME.get(name[:3]) or 1
        return int(match.group("named")) * 12 + number - 1
    return int(match.group("year")) * 12


def months(spans: Iterable[Span | None]) -> int:
    """Months covered by at least one span; overlaps count once."""
    total, reached = 0, -1
    for first, last in sorted(s for s in spans if s is not None):
        if last > reached:
            total += last - max(first, reached)
            reached = last
    return total
