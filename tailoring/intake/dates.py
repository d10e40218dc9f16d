"""Periods and dates in a line, in eight languages: where they stand, and what is left. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jobops.lib.text import fold
from tailoring.intake import words

# Nobody writes a period later in a line than this; longer lines are prose.
_LOOK = 400
_EDGE = " \t|,;:·•–—-()[]{}/"
_OPENING, _CLOSING = " \t,;:·•–—-([{/|", " \t,;:·•–—-)]}/|"


@dataclass(frozen=True)
class Dated:
    """`period` as written; `before` and `after` are the rest of the line. `at_start`, `at_end`:
    nothing but marks stands before or behind it.
    """

    period: str
    before: str
    after: str
    is_range: bool
    is_open: bool

    @property
    def at_start(self) -> bool:
        return not self.before.strip(_EDGE)

    @property
    def at_end(self) -> bool:
        return not self.after.strip(_EDGE)

    @property
    def between_commas(self) -> bool:
        return self.before.rstrip().endswith(",") and self.after.lstrip().startswith(",")

    @property
    def rest(self) -> str:
        """The line without the period; where it stood is a gap."""
        return f"{self.before.rstrip(_OPENING)}\t{self.after.lstrip(_CLOSING)}".strip(" \t")


def find(text: str) -> Dated | None:
    """The first range in a line, else its first date with a month, else its first year."""
    line = text[:_LOOK]
    # A letter may fold to two: places are told by what folds to one.
    folded = line.lower() if len(fold(line)) != len(line) else fold(line)
    for pattern in _patterns():
        if found := pattern.search(folded):
            return _dated(text, found)
    return None


def is_period(text: str) -> bool:
    """Whether a text is nothing but a period or date."""
    found = find(text)
    return found is not None and found.at_start and found.at_end


def _dated(text: str, found: re.Match[str]) -> Dated:
    groups = found.groupdict()
    return Dated(
        period=text[found.start() : found.end()].strip(_EDGE),
        before=text[: found.start()],
        after=text[found.end() :],
        is_range=bool(groups.get("to") or groups.get("since")),
        is_open=bool(groups.get("now") or groups.get("since")),
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = _any(words.months())
    season = _any(words.listed("season"))
    now, since = _any(words.listed("now")), _any(words.listed("since"))
    year = r"(?:19|20)\d\d"
    named = rf"(?:{month}|{season})\.?,?\s*(?:de\s+|of\s+)?['’]?(?:{year}|\d\d(?!\d))"
    number = rf"(?:\d{{1,2}}[./])?(?:0?[1-9]|1[0-2])\s?[./-]\s?{year}|{year}[./-](?:0[1-9]|1[0-2])"
    dotted = rf"(?:\d{{1,2}}\.?\s+)?(?:{named})"
    date = rf"(?<![\w.])(?:{dotted}|{number}|{year})(?![\w%])"
    # "Jan – Mar 2020": the year stands once.
    short = rf"(?<!\w)(?:{month})\.?"
    until = r"to|until|till|bis|a|al|hasta|au|jusqu'a|ate|fino a|tot|tot en met|do"
    to = rf"\s*(?:[-–—‐‑/~→]{{1,2}}|\b(?:{until})\b)\s*"
    span = rf"(?:{date}|{short})(?P<to>{to})(?:(?P<now>(?:{now})(?!\w))|{date}|['’]?\d\d(?![\d\w]))"
    return (
        re.compile(rf"(?:(?<!\w)(?:{since}|de|du|von|vom|from)\s+)?{span}"),
        re.compile(rf"{date}(?P<to>(?:\s*,\s*{year})+)(?!\w)"),
        re.compile(rf"(?P<since>(?<!\w)(?:{since})\s+){date}"),
        re.compile(rf"{date}(?P<since>\s*[-–—]\s*)(?=$|[\t|):])"),
        re.compile(rf"(?<!\w)(?:{dotted}|{number})(?!\w)"),
        re.compile(rf"(?<![\w.,$€£/-])(?:{year})(?![\w%+.,]\d|\w)"),
    )


def _any(names: Iterable[str]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name) for name in ordered)
