"""The last day to apply: its day, and where a description states it. Pure.

In doubt nothing: a wrong day expires a good job.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jobops.lib.date_words import AGAINST, AROUND, WEEKDAYS
from jobops.lib.dates import CLOCK, NUMERIC, WRITTEN, parse_deadline
from jobops.lib.text import fold
from orchestrator.jobs.countries import FOLDER
from orchestrator.jobs.cues import READ, languages, places, plain
from orchestrator.jobs.places import place_of

LINE, QUOTE = 240, 300
# Cues that are looked at, and how far behind one its date may begin.
OCCURRENCES, LINES, GAP = 4, 24, 40
OPEN_ENDED = re.compile(
    r"\b(?:rolling|asap|until filled|laufend|fortlaufend|ongoing|expected|extended|vorauss\w+"
    r"|as soon as possible|so bald|sobald)\b"
)
DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(r"[!?;](?=\s)|(?<=[a-z)]{3})\.(?=\s)|(?<=\d{4})\.(?=\s|$)")


@dataclass(frozen=True)
class Stated:
    """`words` are those of the date, `quote` the sentence they stand in."""

    words: str
    quote: str


def day_of(
    words: str | None, *, on: date, posted_on: date | None, location: str | None
) -> date | None:
    """ "In 5 days" counts from when it was posted, a date without a year from when it was found;
    the order of a date in numbers is that of the country.
    """
    if not words:
        return None
    folded = fold(words)
    has_date = any(pattern.search(folded) for pattern in (*NUMERIC, *WRITTEN))
    country = place_of(location or "").only_country
    return parse_deadline(words, today=on if has_date else posted_on or on, country=country)


def described(text: str, *, on: date, country: str | None) -> Stated | None:
    """The date beside the first clear cue, when every cue that has one means the same."""
    lines = text[:READ].split("\n")
    found: dict[date, Stated] = {}
    for number in _cued(plain(text)):
        line = lines[number]
        following = next((one for one in lines[number + 1 : number + 3] if one.strip()), "")
        stated = _in_line(line, following=following, on=on, country=country)
        if stated:
            found.setdefault(stated[0], stated[1])
    return next(iter(found.values())) if len(found) == 1 else None


def _cued(text: str) -> list[int]:
    """The numbers of the lines that hold a cue."""
    stems = (stem for name in languages(text) for stem in _rows()[f"stem {name}"])
    found = places(text, stems, each=OCCURRENCES)
    near = (place for place in found if DIGIT.search(text, place, place + LINE))
    return sorted({text.count("\n", 0, place) for place in near})[:LINES]


def _in_line(
    line: str, *, following: str, on: date, country: str | None
) -> tuple[date, Stated] | None:
    shown = " ".join(line.split())
    folded = fold(shown)
    if len(folded) != len(shown):
        shown = folded
    for cue in _cue().finditer(folded[: LINE * 8]):
        rest = folded[cue.end() : cue.end() + LINE]
        whole = shown[cue.end() : cue.end() + LINE]
        if not rest.strip(" :.-*") and following:
            whole = " ".join(following.split())[:LINE]
            rest = fold(whole)
        words = _date_words(rest, whole)
        day = parse_deadline(words, today=on, country=country) if words else None
        if words and day:
            said = f"{shown[cue.start() : cue.end()]} {whole}"
            last = said.find(words) + len(words)
            return day, Stated(words, " ".join(said[:last].split())[:QUOTE])
    return None


def _date_words(folded: str, shown: str) -> str | None:
    """The first date's own words, when nothing but small words stands before it."""
    stop = SENTENCE_END.search(folded)
    sentence = folded[: stop.start() if stop else LINE]
    dates = [match for one in (*NUMERIC, *WRITTEN) if (match := one.search(sentence))]
    if not dates or OPEN_ENDED.search(sentence):
        return None
    first = min(dates, key=lambda match: (match.start(), -match.end()))
    before = sentence[: first.start()]
    if first.start() > GAP or not _is_harmless(before):
        return None
    behind = CLOCK.sub(" ", sentence[first.end() :])
    if any(one.search(behind) for one in (*NUMERIC, *WRITTEN)):
        return None
    same = len(folded) == len(shown)
    return (shown if same else folded)[first.start() : first.end()].strip()


def _is_harmless(before: str) -> bool:
    bare = CLOCK.sub(" ", before)
    words = re.findall(r"[^\W\d_]+", bare)
    if re.search(r"\d", bare) or any(word in AGAINST for word in words):
        return False
    return all(word in AROUND | WEEKDAYS | {"latest", "later", "sunday"} for word in words)


@lru_cache(maxsize=1)
def _rows() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in (FOLDER / "deadlines.tsv").read_text(encoding="utf-8").splitlines():
        group, _, body = row.partition("\t")
        found[group] = (*found.get(group, ()), body)
    return found


@lru_cache(maxsize=1)
def _cue() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_rows()['cue'])})(?!\w)")
