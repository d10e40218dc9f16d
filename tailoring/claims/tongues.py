"""Spoken languages: held, at the same level or a lower one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import Match
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Said

_SPEAKING = re.compile(
    r"(?<!\w)(?:speak\w*|spoken|languages?|sprach\w*|spreche\w*|sprich\w*|kenntnis\w*|parl\w+|langues?|idiomas?"
    r"|habl\w+|lengua|niveau|nivel|written|schrift|ecrit|escrito|in wort und schrift)(?!\w)"
)
_REACH = 32
_AND = re.compile(r",?\s(?:and|und|et|y|&)\s(?:en |in )?")


def find(case: Case) -> Iterator[Finding]:
    named = list(mentioned("tongues", case.said))
    if not named:
        return
    speaking = bool(_SPEAKING.search(case.said.flat))
    for match in named:
        level = _level(case.said, match, named)
        held = _held(case, match.label)
        if level is None and not held and not speaking:
            # "English Literature", "the Spanish market": not a language spoken.
            continue
        if level is None and _mentioned(case, match):
            continue
        yield _judge(case, match, level, held)


def _judge(case: Case, match: Match, level: Match | None, held: list[tuple[Fact, int]]) -> Finding:
    start = min(match.start, level.start) if level else match.start
    end = max(match.end, level.end) if level else match.end
    wanted = int(level.label) if level else 0
    good = [fact for fact, top in held if top >= wanted or (not top and not wanted)]
    if good:
        return case.good("language", start, end, good, value=match.label)
    said = case.said.quote(start, end)
    near = held[0][0] if held else None
    stated = f"says {near.ref.quote}" if near else f"does not name {match.label}"
    return case.bad("language", start, end, f"Your résumé {stated}, not {said}.", near=near)


def _mentioned(case: Case, match: Match) -> bool:
    words = [w.key for w in case.said.within(match.start, match.end)]
    return bool(case.scope.with_all(words))


def _level(said: Said, match: Match, named: list[Match]) -> Match | None:
    """The nearest level word that is not nearer to another language."""
    found = [
        m
        for m in mentioned("levels", said)
        if m.end >= match.start - _REACH
        and m.start <= match.end + _REACH
        and not re.search(r"[;.|]", said.flat[min(m.end, match.end) : max(m.start, match.start)])
    ]
    near = _joint(said, match, named, found) or [
        m for m in found if min(named, key=lambda n: (_gap(n, m), n.start)) is match
    ]
    return min(near, key=lambda m: (_gap(match, m), -int(m.label)), default=None)


def _joint(said: Said, match: Match, named: list[Match], found: list[Match]) -> list[Match]:
    """ "Bilingual English and Spanish": the level in front is said of both."""
    at = named.index(match)
    if not at or not _AND.fullmatch(said.flat, named[at - 1].end, match.start):
        return []
    after = [m for m in found if m.start >= match.end and m.start - match.end < 12]
    front = [m for m in found if m.end <= named[at - 1].start and named[at - 1].start - m.end < 6]
    return [] if after else front


def _gap(one: Match, other: Match) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _held(case: Case, label: str) -> list[tuple[Fact, int]]:
    return [
        (fact, level)
        for fact in case.known.scope(None).facts
        if fact.section in ("languages", "facts", "skills", "summary")
        for name, level in of_fact(fact)
        if name == label
    ]


@lru_cache(maxsize=4096)
def of_fact(fact: Fact) -> tuple[tuple[str, int], ...]:
    named = list(mentioned("tongues", fact.said))
    found = []
    for match in named:
        level = _level(fact.said, match, named)
        found.append((match.label, int(level.label) if level else 0))
    return tuple(found)
