"""Fields of work: "oncology experience", "experience in retail" name fields the facts must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.phrases import Match, by_word
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Word, root

_STOP = re.compile(
    r"[.;:()|\n–—]|,\s|\s(?:with|who|mit|avec|con|que|qui|sowie|having|at|bei|chez)\s"
)
_BEFORE, _AFTER = 40, 50


def find(case: Case) -> Iterator[Finding]:
    if case.where not in ("summary", "headline") or case.foreign:
        return
    plain = [m for m in mentioned("practice", case.said) if m.label == "plain"]
    for match in mentioned("practice", case.said):
        if match.label != "practice":
            continue
        for words in (_front(case, match), _behind(case, match)):
            new = [w for w in words if _new(case, w, plain)]
            if new and (len(new) * 2 > len(words) or new[0] is words[0]):
                start, end = new[0].start, new[-1].end
                name = case.said.quote(start, end)
                yield case.bad("tool", start, end, f"Your résumé says nothing of {name}.")


def _front(case: Case, match: Match) -> tuple[Word, ...]:
    """In English the field comes first: "surgical ward experience"."""
    if case.language not in ("en", ""):
        return ()
    begin = max(0, match.start - _BEFORE)
    stops = list(_STOP.finditer(case.said.flat, begin, match.start))
    return _meaning(case.said.within(stops[-1].end() if stops else begin, match.start)[-4:])


def _behind(case: Case, match: Match) -> tuple[Word, ...]:
    stop = _STOP.search(case.said.flat, match.end)
    end = min(stop.start() if stop else len(case.said.flat), match.end + _AFTER)
    return _meaning(case.said.within(match.end, end)[:6])


def _meaning(words: tuple[Word, ...]) -> tuple[Word, ...]:
    return tuple(w for w in words if w.flat not in empty_words() and len(w.flat) > 3)


def _new(case: Case, word: Word, plain: list[Match]) -> bool:
    if word.flat.isdigit() or word.flat in by_word("units") or word.flat in by_word("numbers"):
        return False
    if any(m.start <= word.start < m.end for m in plain):
        return False
    if root(word.key) in case.scope.roots or word.key in case.scope.by_key:
        return False
    return not any(len(key) >= 5 and key in word.flat for key in case.scope.by_key)
