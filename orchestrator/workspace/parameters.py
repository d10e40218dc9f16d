"""The filters of the list as an address spells them: read, tidied, told apart from what we do not
know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from jobops.lib.words import later, later_each, say
from orchestrator.jobs.employment import KINDS
from orchestrator.jobs.filters import PDF_STATES
from orchestrator.jobs.tags import LONGEST as TAG_LIMIT
from orchestrator.lifecycle import Status
from orchestrator.sponsors.states import STATES

Filters = tuple[tuple[str, str], ...]

SORTS: Mapping[str, str] = {
    "score": "score", "datePosted": "posted_on", "discoveredAt": "discovered_at",
    "deadline": "deadline_at", "salary": "pay", "title": "title", "employer": "employer",
    "appliedAt": "applied_at",
}  # fmt: skip
ORDERS = {f"{name}-{way}" for name in SORTS for way in ("asc", "desc")}
# In the order of the menu, the usual direction first.
ORDER_WORDS: Mapping[str, str] = later_each({
    "score-desc": "Best fit first", "score-asc": "Weakest fit first",
    "discoveredAt-desc": "Newest find first", "discoveredAt-asc": "Oldest find first",
    "datePosted-desc": "Newest posting first", "datePosted-asc": "Oldest posting first",
    "deadline-asc": "Closing soonest first", "deadline-desc": "Closing latest first",
    "salary-desc": "Highest pay first", "salary-asc": "Lowest pay first",
    "title-asc": "Title, A to Z", "title-desc": "Title, Z to A",
    "employer-asc": "Employer, A to Z", "employer-desc": "Employer, Z to A",
    "appliedAt-desc": "Last applied first", "appliedAt-asc": "First applied first",
})  # fmt: skip
POSTED = ("1", "3", "7", "14", "30")
RANGES = ("1", "7", "14", "30", "90")
DATES = ("discovered", "ready", "applied", "closed")
WORKPLACES = ("remote", "hybrid", "onsite")
MODES = ("at_least", "at_most", "between")
SCORE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)?-(\d{1,3}(?:\.\d{1,2})?)?", re.ASCII)
MONEY = re.compile(r"(\d{1,9})(k)?", re.ASCII | re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LONGEST = 200
MOST = 50


class UnknownValue(ValueError):
    """The sentence about it."""


@dataclass(frozen=True)
class Given:
    filters: Filters
    sort: str
    ignored: tuple[str, ...]


def parts(text: str) -> tuple[str, ...]:
    found = (part.strip() for part in text.split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def _chosen(noun: str, known: tuple[str, ...]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in known:
            raise UnknownValue(
                say("“{shortened}” is not {noun} we know", shortened=shortened(value), noun=noun)
            )
        return value

    return check


def _text(value: str) -> str:
    if CONTROL.search(value):
        raise UnknownValue(say("A filter with control characters is left out"))
    if len(value) > LONGEST:
        raise UnknownValue(
            say("A filter of more than {longest} characters is left out", longest=LONGEST)
        )
    return value


def _tag(value: str) -> str:
    if len(_text(value)) > TAG_LIMIT:
        raise UnknownValue(
            say(
                "A tag has at most {tag_limit} characters, so this one is left out",
                tag_limit=TAG_LIMIT,
            )
        )
    return value


def _words(value: str) -> str:
    text = " ".join(value.split())
    if len(text) > LONGEST:
        raise UnknownValue(
            say(
                "Search for at most {longest} characters; shown without the search", longest=LONGEST
            )
        )
    if CONTROL.search(text):
        raise UnknownValue(say("A search cannot hold control characters; shown without the search"))
    return text


def _score(value: str) -> str:
    sides = SCORE.fullmatch(value)
    low, high = sides.groups() if sides else (None, None)
    fits = (low or high) and float(low or 0) <= float(high or 100) <= 100
    if value != "unscored" and not fits:
        raise UnknownValue(
            say("“{shortened}” is not a range of scores such as 70-100", shortened=shortened(value))
        )
    return value


def _money(value: str) -> str:
    found = MONEY.fullmatch(re.sub(r"[,.\s]", "", value))
    if not found:
        raise UnknownValue(
            say(
                "“{shortened}” is not an amount for a year such as 60000",
                shortened=shortened(value),
            )
        )
    return str(int(found[1]) * (1000 if found[2] else 1))


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value if DAY.fullmatch(value) else "").isoformat()
    except ValueError as broken:
        raise UnknownValue(
            say("“{shortened}” is not a date such as 2026-02-15", shortened=shortened(value))
        ) from broken


def _currency(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", value, re.ASCII):
        raise UnknownValue(
            say("“{shortened}” is not a currency such as EUR", shortened=shortened(value))
        )
    return value.upper()


# In the order of the address. A list is what may hold several values.
LISTS: Mapping[str, Callable[[str], str]] = {
    "status": _chosen(later("a status"), tuple(Status.values)),
    "source": _text,
    "workplace": _chosen(later("a workplace"), WORKPLACES),
    "employment": _chosen(later("a kind of employment"), tuple(KINDS)),
    "location": _text,
    "pdf": _chosen(later("a state of a PDF"), PDF_STATES),
    "skipped": _chosen(later("a way to be skipped"), ("auto",)),
    "tag": _tag,
    "sponsor": _chosen(later("a state of a visa sponsor"), tuple(STATES)),
}
SINGLE: Mapping[str, Callable[[str], str]] = {
    "q": _words,
    "score": _score,
    "postedWithin": _chosen(later("a number of days"), POSTED),
    "salaryMode": _chosen(later("a way to compare pay"), MODES),
    "salaryMin": _money,
    "salaryMax": _money,
    "salaryCurrency": _currency,
    "date": _chosen(later("a date"), DATES),
    "appliedRange": _chosen(later("a number of days"), RANGES),
    "appliedStart": _day,
    "appliedEnd": _day,
    "snoozed": _chosen(later("a way to show what is snoozed"), ("1",)),
}
# Where a filter means something; others mean something everywhere.
ONLY: Mapping[str, tuple[str, ...]] = {
    "status": ("all",), "skipped": ("all",), "snoozed": ("ready", "discovered", "all"),
}  # fmt: skip
DATED: Mapping[str, tuple[str, ...]] = {
    "discovered": ("ready", "discovered", "applied", "all"),
    "ready": ("ready", "applied", "all"),
    "applied": ("applied", "all"),
    "closed": ("applied", "all"),
}
PERIOD = ("appliedRange", "appliedStart", "appliedEnd")


def read(query: QueryDict, *, tab: str, usual: str) -> Given:
    """`usual`: the order shown when the address names none we know."""
    found: dict[str, str] = {}
    ignored: list[str] = []
    for name, check in {**SINGLE, **LISTS}.items():
        given = query.getlist(name)
        values = parts(",".join(given)[:4000])[:MOST] if name in LISTS else tuple(given[-1:])
        kept = [value for one in values if (value := _checked(check, one.strip(), ignored))]
        if kept:
            found[name] = ",".join(kept)
    _agree(found, ignored)
    filters = applying(tuple(found.items()), tab=tab)
    lost = [name for name in found if name not in dict(filters)]
    ignored += [say("“{name}” does not apply to this list", name=name) for name in lost]
    sort = query.get("sort", "")
    if sort and sort not in ORDERS:
        ignored.append(
            say(
                "“{shortened}” is not an order we know; shown by {partition}",
                shortened=shortened(sort),
                partition=usual.partition("-")[0],
            )
        )
    return Given(filters, sort if sort in ORDERS else "", tuple(dict.fromkeys(ignored)))


def applying(filters: Filters, *, tab: str) -> Filters:
    """Without those that mean nothing on `tab`."""
    kept = {name: value for name, value in filters if tab in ONLY.get(name, (tab,))}
    dated = kept.get("date", "applied")
    if tab not in DATED[dated]:
        kept = {name: value for name, value in kept.items() if name not in ("date", *PERIOD)}
    return tuple(kept.items())


def without(filters: Filters, name: str, value: str = "") -> Filters:
    """Filters that only work together go together."""
    group = {"date": ("date", *PERIOD), "salary": ("salaryMode", "salaryMin", "salaryMax",
             "salaryCurrency")}.get(name, (name,))  # fmt: skip
    found = []
    for key, given in filters:
        left = ",".join(part for part in parts(given) if part != value) if value else ""
        if key not in group or left:
            found.append((key, left if key in group else given))
    return tuple(found)


def shortened(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= 40 else f"{shown[:39].rstrip()}…"


def _checked(check: Callable[[str], str], value: str, ignored: list[str]) -> str:
    try:
        return check(value) if value else ""
    except UnknownValue as unknown:
        ignored.append(str(unknown))
        return ""


def _agree(found: dict[str, str], ignored: list[str]) -> None:
    """Two ends must be in order; a way to compare needs an amount."""
    if found.get("appliedStart", "") > found.get("appliedEnd", "9999-12-31"):
        ignored.append(say("The first day is after the last one, so the dates are left out"))
        for name in ("appliedStart", "appliedEnd"):
            del found[name]
    low, high = found.get("salaryMin"), found.get("salaryMax")
    if low and high and int(low) > int(high):
        ignored.append(say("The lowest pay is above the highest, so pay is left out"))
        low = high = None
    if not low and not high:
        for name in ("salaryMode", "salaryMin", "salaryMax", "salaryCurrency"):
            found.pop(name, None)
    if not any(name in found for name in PERIOD):
        found.pop("date", None)
