"""Awards, publications and patents: the same name in a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import Match, listed
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Word, keys

_HOMES = frozenset({"awards", "publications", "certifications", "facts"})
_STOP = re.compile(r"[,.;:()|\n–—]|\s(?:with|mit|avec|con|who|qui|que|der|and|und|et|y)\s")


def find(case: Case) -> Iterator[Finding]:
    done = -1
    for match in mentioned("awards", case.said):
        words = _named(case, match)
        if match.start < done:
            continue
        start, end = min(match.start, words[0].start), max(match.end, words[-1].end)
        done = end
        held = case.scope.with_all(keys(words))
        held = held or _shortened(case, words)
        if held:
            yield case.good("award", start, end, held)
        elif not _known(case, words):
            said = case.said.quote(start, end)
            yield case.bad("award", start, end, f"Your résumé names no “{said}”.")


def _named(case: Case, match: Match) -> list[Word]:
    """The award word with the words of its name around it."""
    flat = case.said.flat
    stop = _STOP.search(flat, match.end)
    end = min(stop.start() if stop else len(flat), match.end + 60)
    own = list(case.said.within(match.start, match.end))
    after = list(case.said.within(match.end, end))[:6]
    front: list[Word] = []
    for word in reversed(case.said.within(match.start - 60, match.start)[-6:]):
        gap = flat[word.end : (front[0].start if front else match.start)]
        name = word.cased[0].isupper() or word.flat in empty_words()
        if gap.strip(" -'") or not name or word.start == 0:
            break
        front.insert(0, word)
    while front and front[0].flat in empty_words():
        front.pop(0)
    while after and after[-1].flat in empty_words():
        after.pop()
    named = [w for w in (*front, *own, *after) if w.flat not in empty_words()]
    return named or own


def _shortened(case: Case, words: list[Word]) -> tuple[Fact, ...]:
    """The name may end before the words do: "… of the month in the shop at …"."""
    known = case.scope.by_key
    for size in range(len(words) - 1, 1, -1):
        if any(w.key not in known and not w.flat.isdigit() for w in words[size:]):
            return ()
        held = [f for f in case.scope.with_all(keys(words[:size])) if f.section in _HOMES]
        if held:
            return tuple(held)
    return ()


def _known(case: Case, words: list[Word]) -> bool:
    """Said with other words around: the name without the word for winning stands in a fact."""
    rest = [w for w in words if w.flat not in listed("awards", "word") and not w.flat.isdigit()]
    if not rest or len(rest) == len(words):
        return False
    return any(fact.section in _HOMES for fact in case.scope.with_all(keys(rest)))
