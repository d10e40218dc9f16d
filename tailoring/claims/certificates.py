"""Certificates and licences: the same name in a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tailoring.claims import runs
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import Match
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.runs import Run
from tailoring.claims.said import Word, keys

_HOMES = frozenset({"certifications", "education", "awards", "facts"})
_STOP = re.compile(r"[,.;:()|\n–—]|\s(?:and|und|et|y|who|with|mit|avec|con|qui|que)\s")
_GENERAL = re.compile(
    r"certif\w*|zertif\w*|licen[cs]\w*|accredit\w*|schein|acredit\w*|habilit\w*|permis\w*|carnet?|titre"
    r"|diplome|card|qualified|gepruft\w*|attestation|brevet|titulo|lizenz|bescheinigung|profess\w*"
)


def find(case: Case) -> Iterator[Finding]:
    for match in mentioned("certificates", case.said):
        if match.label == "name" and _abbreviated(case, match):
            continue
        if match.label == "name":
            words = tuple(case.said.within(match.start, match.end))
        else:
            words = _named(case, match)
        if words:
            yield _judge(case, match, words)


def _abbreviated(case: Case, match: Match) -> bool:
    """ "als" is no Advanced Life Support; short names count in capitals only."""
    text = case.said.cased[match.start : match.end]
    return len(text) <= 5 and text.islower()


def _named(case: Case, match: Match) -> tuple[Word, ...]:
    """What is certified: the words that follow, else the capitalised ones in front."""
    flat = case.said.flat
    stop = _STOP.search(flat, match.end)
    end = min(stop.start() if stop else len(flat), match.end + 60)
    after = _meaning(case.said.within(match.end, end))[:4]
    own = _meaning(case.said.within(match.start, match.end))
    titled = any(f.field == "title" for f in case.scope.with_all(keys(after)))
    if after and not titled:
        return (*own, *after)
    front = case.said.within(match.start - 50, match.start)
    taken: list[Word] = []
    for word in reversed(front):
        gap = flat[word.end : (taken[0].start if taken else match.start)]
        if gap.strip(" -)") or not word.cased[0].isupper():
            break
        taken.insert(0, word)
    return (*_meaning(taken), *own)


def _meaning(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(
        w for w in words
        if w.flat not in empty_words() and not _GENERAL.fullmatch(w.flat)
    )  # fmt: skip


def _earned(facts: tuple[Fact, ...]) -> list[Fact]:
    """Who used a tool is not certified in it."""
    return [f for f in facts if f.section in _HOMES or mentioned("certificates", f.said)]


def _judge(case: Case, match: Match, words: tuple[Word, ...]) -> Finding:
    start, end = min(match.start, words[0].start), max(match.end, words[-1].end)
    held = _earned(runs.support(case, Run(start, end, words)))
    if held:
        return case.good("certificate", start, end, held)
    for size in range(len(words) - 1, 0, -1):
        # "certificate in X from Y": the name may end before the words do.
        part = _earned(case.scope.with_all(keys(words[:size])))
        rest = case.scope.by_key
        if part and all(w.key in rest for w in words[size:]):
            return case.good("certificate", start, end, part)
    said = case.said.quote(start, end)
    return case.bad("certificate", start, end, f"Your résumé names no “{said}”.")
