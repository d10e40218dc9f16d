"""Where the work is done, read from a posting's own words: remote, hybrid or on site. Pure.

In doubt nothing: a posting that says both, or only that colleagues work remotely, is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from orchestrator.jobs.cues import COMMON, READ, languages, places, plain
from orchestrator.jobs.workplace_words import body, pattern, words
from orchestrator.sources.posting import Posting

Kind = Literal["remote", "hybrid", "onsite"]
KINDS: tuple[Kind, ...] = ("hybrid", "onsite", "remote")
CLAUSE, QUOTE, LINE = 200, 300, 80
# A text that repeats its cues more often than this says nothing new by it.
OCCURRENCES, CLAUSES = 8, 24
SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")
LABELLED, PLAIN = 3, 1
FIRM = 2


@dataclass(frozen=True)
class Workplace:
    """`origin` is source, location, title or description; `quote` the words it was read from."""

    kind: Kind
    origin: str
    quote: str


@dataclass(frozen=True)
class Clause:
    """A folded sentence and where it stands in the text."""

    text: str
    start: int


def workplace_of(posting: Posting, *, description: Callable[[], str]) -> Workplace | None:
    """The structured field first, then location, title and description; None when none says."""
    said = str(posting.extras.get("workplace") or "").lower()
    for kind in KINDS:
        if said == kind:
            return Workplace(kind, "source", said)
    found = _short(posting.location, "location")
    if posting.is_remote and (found is None or found.kind != "hybrid"):
        return Workplace("remote", "source", posting.location or "remote")
    found = found or _titled(posting.title) or described(description())
    # A source that says "not remote" is believed before a phrase is.
    return None if posting.is_remote is False and found and found.kind == "remote" else found


def described(text: str) -> Workplace | None:
    """What a description says about the role itself."""
    folded = plain(text)
    found: list[tuple[int, Kind, Clause]] = []
    for clause in clauses(folded):
        said = _said(clause.text)
        if said:
            found.append((*said, clause))
    if not found:
        return None
    most = max(weight for weight, _, _ in found)
    kinds = {kind for weight, kind, _ in found if weight == most}
    if len(kinds) > 1 and ("hybrid" not in kinds or "remote" in kinds):
        return None
    kind: Kind = "hybrid" if "hybrid" in kinds else kinds.pop()
    clause = next(one for weight, each, one in found if (weight, each) == (most, kind))
    return Workplace(kind, "description", _quote(text, folded, clause))


def clauses(folded: str) -> Iterator[Clause]:
    """The sentences that hold a cue, in order, none longer than twice CLAUSE."""
    done = -1
    stems = (stem for name in languages(folded) for stem in words(f"stem {name}"))
    cues = places(folded, stems, each=OCCURRENCES)
    for place in cues[: CLAUSES * 4]:
        if place < done:
            continue
        start = max(0, place - CLAUSE)
        for end in SENTENCE_END.finditer(folded, start, place):
            start = end.end()
        stop = SENTENCE_END.search(folded, place, place + CLAUSE)
        done = stop.start() if stop else min(len(folded), place + CLAUSE)
        yield Clause(folded[start:done], start)


def _said(clause: str) -> tuple[int, Kind] | None:
    """How surely a sentence says which; None when it is about something else, or says both."""
    tag = _tag().search(clause) if "#li" in clause else None
    if tag:
        return LABELLED, "onsite" if tag[1] == "on-site" else _kind(tag[1])
    bare = pattern("trap").sub(" ; ", clause).strip()
    if not _has_cue(bare):
        return None
    labelled = _labelled(bare)
    if _says("refused", bare) and not pattern("abroad").search(bare):
        return (FIRM, "hybrid") if _days(bare) == "hybrid" else (FIRM, "onsite")
    if labelled:
        return LABELLED, labelled
    days = _days(bare)
    if days or _says("hybrid", bare):
        return FIRM, days or "hybrid"
    on_site = _says("onsite", bare)
    if _says("wholly remote", bare):
        return None if on_site else (FIRM, "remote")
    if on_site == _says("remote", bare):
        return None
    return PLAIN, "onsite" if on_site else "remote"


def _has_cue(clause: str) -> bool:
    return any(_has(f"stem {name}", clause) for name in COMMON)


def _has(group: str, clause: str) -> bool:
    return any(stem in clause for stem in words(group))


def _says(group: str, clause: str) -> bool:
    # The stems are a fraction of the price of the phrases they are part of.
    return _has(f"stem {group}", clause) and bool(pattern(group).search(clause))


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind == name)


def _labelled(clause: str) -> Kind | None:
    """ "Location: remote", or a line of nothing but "Hybrid"."""
    line = clause.strip(" -*?.()[]#")
    has_label = any(mark in clause for mark in ":|-")
    for kind, (labelled, alone) in _labels().items():
        if (len(line) <= LINE and alone.fullmatch(line)) or (has_label and labelled.search(clause)):
            return kind
    return None


@lru_cache(maxsize=1)
def _tag() -> re.Pattern[str]:
    return re.compile(r"#li-(remote|hybrid|onsite|on-site)\b")


@lru_cache(maxsize=1)
def _labels() -> dict[Kind, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        kind: (
            re.compile(body("label") + body(f"labelled {kind}")),
            re.compile(body(f"alone {kind}")),
        )
        for kind in KINDS
    }


@lru_cache(maxsize=1)
def _shares() -> tuple[re.Pattern[str], ...]:
    """ "2 days from home", "home office 2 days a week", "50 % remote"."""
    number, days, link = words("number")[0], words("days")[0], words("link")[0]
    place = f"(?:(?P<home>{words('at home')[0]})|(?P<work>{words('at work')[0]}))"
    return (
        re.compile(rf"(?<![\w.,]){number}\s?{days}{link}{place}(?!\w)"),
        re.compile(rf"(?<!\w){place}[\s,:(/-]+(?:[\w']+[\s:]+){{0,3}}?{number}\s?{days}(?!\w)"),
        re.compile(rf"(?<![\d.,])(?P<part>\d{{1,3}})\s?%(?:\s\w+){{0,2}}?[\s-]{place}(?!\w)"),
    )


def _days(clause: str) -> Kind | None:
    if not _has("stem days", clause):
        return None
    for share in _shares():
        match = share.search(clause)
        if match is None:
            continue
        parts = match.groupdict()
        number = parts.get("m") or parts.get("n") or parts.get("w") or ""
        whole = number in words("five") if "n" in parts else parts["part"] == "100"
        if not whole:
            rest = clause[match.end() : match.end() + 25]
            return None if parts["work"] and _rare().search(match[0] + rest) else "hybrid"
        return "remote" if parts["home"] else "onsite"
    return None


@lru_cache(maxsize=1)
def _rare() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:months?|monat\w*|mois|mes|mese|maand|quarter\w*|quartal|trimestre|years?|jahr|annuel|ano|anno|jaar)\b"
    )


def _short(text: str | None, origin: str) -> Workplace | None:
    """A location: any cue counts that is not denied."""
    if not text:
        return None
    folded = plain(text)
    if not _has_cue(folded):
        return None
    if pattern("refused").search(folded):
        return Workplace("onsite", origin, text)
    for kind in ("hybrid", "remote", "onsite"):
        if pattern(f"place {kind}").search(folded):
            return Workplace(_kind(kind), origin, text)
    return None


def _titled(title: str) -> Workplace | None:
    """In a title only what stands apart: "Remote Sensing Engineer" is a trade."""
    folded = plain(title)
    if not _has_cue(folded):
        return None
    for kind in ("hybrid", "remote", "onsite"):
        if pattern(f"title {kind}").search(folded):
            return Workplace(_kind(kind), "title", title)
    return None


def _quote(text: str, folded: str, clause: Clause) -> str:
    """The sentence as written; folding may have changed its length, not the lines."""
    line = folded.count("\n", 0, clause.start)
    start = clause.start - (folded.rfind("\n", 0, clause.start) + 1)
    said = text[:READ].split("\n")[line][start : start + len(clause.text)]
    return " ".join(said.split()).lstrip("-*• ")[:QUOTE]
