"""Degrees: one held of equal or higher rank, in the same field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import Match
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Said, Word, root

_FIELD = re.compile(
    r"\s*(?:\([^)]{0,12}\)\s*)?(?:\b(?:of|in|en|de|der|des|für|ès|mention|spécialité)\b)?[\s:,-]*"
)
_STOP = re.compile(r"[,.;:()|\n–—]")
_STUDIED = re.compile(r"\s(?:of|in|en|1|2|i|ii|degree|recherche|pro\w*|thesis)(?!\w)")
_UNSTUDIED = re.compile(r"(?:scrum|web|post|quiz|station|task|ring)[ -]$")
_UNRELATED = re.compile(r"\s(?:data|class|schedule|file|branch|plan)")
_ENDS = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "with",
        "mit",
        "avec",
        "con",
        "who",
        "at",
        "from",
        "bei",
        "an",
        "qui",
        "que",
        "chez",
        "ou",
        "or",
        "oder",
    ]
)
_LOOSE = frozenset(
    {"degree", "abschluss", "studium", "honour", "hon", "applied", "science", "art", "scienc"}
)


def find(case: Case) -> Iterator[Finding]:
    for match in marks(case.said):
        field = fields(case.said, match.end)
        yield _judge(case, match, field)


def marks(said: Said) -> list[Match]:
    """Short abbreviations count only in capitals: "MBA", "BA", not "ba"."""
    return [m for m in mentioned("degrees", said) if _written(said, m)]


def _written(said: Said, match: Match) -> bool:
    text = said.cased[match.start : match.end]
    if text.lower() in ("ma", "but", "dut", "ba", "cap", "eso", "bts", "jd", "hnc", "hnd"):
        return text.isupper()
    if text.lower() in ("master", "masters", "licence", "graduate in"):
        if _UNSTUDIED.search(said.flat, max(0, match.start - 10), match.start):
            return False
        rest = said.flat[match.end : match.end + 10]
        return bool(_STUDIED.match(rest)) or (text[0].isupper() and not _UNRELATED.match(rest))
    return True


def fields(said: Said, at: int) -> tuple[Word, ...]:
    """Up to three words of the field that follows a degree."""
    gap = _FIELD.match(said.flat, at)
    start = gap.end() if gap else at
    stop = _STOP.search(said.flat, start)
    end = min(stop.start() if stop else len(said.flat), start + 60)
    found: list[Word] = []
    for word in said.within(start, end):
        if word.flat in _ENDS:
            break
        if word.flat in empty_words():
            continue
        if not word.flat.isdigit():
            found.append(word)
    return tuple(found[:4])


def _judge(case: Case, match: Match, field: tuple[Word, ...]) -> Finding:
    rank = int(match.label)
    end = field[-1].end if field else match.end
    words = frozenset(root(w.key) for w in field if w.key not in _LOOSE)
    held = _held(case)
    good = [
        fact for fact, top in held
        if top >= rank and (not words or case.foreign or words & fact.roots or top > 7.5 > rank)
    ]  # fmt: skip
    if good:
        return case.good("degree", match.start, end, good)
    said = case.said.quote(match.start, end)
    quoted = _quoted(case, match, words)
    if quoted:
        return case.good("degree", match.start, end, quoted)
    top_fact = max(held, key=lambda pair: pair[1], default=(None, 0))[0]
    stated = f"says {top_fact.ref.quote}" if top_fact else "names no such degree"
    return case.bad("degree", match.start, end, f"Your résumé {stated}, not {said}.", near=top_fact)


def _held(case: Case) -> list[tuple[Fact, int]]:
    return [
        (fact, rank)
        for fact in case.scope.facts
        if (fact.section in ("education", "facts") and fact.field in ("title", "text", "statement"))
        and (rank := rank_of(fact))
    ]


@lru_cache(maxsize=2048)
def rank_of(fact: Fact) -> int:
    return max((int(m.label) for m in marks(fact.said)), default=0)


def _quoted(case: Case, match: Match, words: frozenset[str]) -> list[Fact]:
    """The same words in another fact: a course given, pupils of a class."""
    named = [w.key for w in case.said.within(match.start, match.end)]
    return [
        fact
        for fact in case.scope.with_all(named)
        if fact.section != "education"
        and (words <= fact.roots if words else True)
        and (fact.field != "text" or case.item is not None or len(fact.roots & case.roots) > 2)
    ]
