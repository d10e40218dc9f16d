"""The words that an owner confirms with a claim: as few as support it, and no other claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tailoring.claims.claim import Finding
from tailoring.prose.cut import clauses, sentences
from tailoring.prose.words import pattern

Weigh = Callable[[str], Sequence[Finding]]
Places = set[tuple[int, int]]
_NEXT = re.compile(r"[^\S\n]+[^\s.,;:!?()]+(?:[^\S\n]+[^\s.,;:!?()]+)?")
_ONE = re.compile(r"[^\S\n]+[^\s.,;:!?()]+")
_EDGE = " .,;:\n"


def stated(text: str, finding: Finding, *, language: str, weigh: Weigh) -> str:
    """`weigh` gives what is found in the text when these words are a fact too."""
    claim = finding.claim
    before = _open(weigh(""))
    wanted = before - {(claim.start, claim.end)}
    best, least = claim.text, len(text)
    for words in _candidates(text, finding, language, before):
        after = _open(weigh(words))
        beside = len(after ^ wanted)
        if (claim.start, claim.end) not in after and beside < least:
            best, least = words, beside
        if after == wanted:
            break
    return best


def _candidates(text: str, finding: Finding, language: str, known: Places) -> Iterator[str]:
    """From the shortest on; a clause without what else is open in it before the whole one."""
    claim = finding.claim
    yield from _near(text, finding)
    for start, end in sentences(text):
        if not start <= claim.start < end:
            continue
        for first, last in clauses(text[start:end], language):
            if first <= claim.start - start < last:
                begins, ends = start + first, start + last
                until = _ends(text, _ONE, claim.end, ends)
                begins_free = max([begins, *(b for a, b in known if begins <= a < claim.start)])
                yield _worded(text[begins_free:until], language)
                yield _worded(text[begins:ends], language)
        yield text[start:end].strip(_EDGE)


def _near(text: str, finding: Finding) -> Iterator[str]:
    claim = finding.claim
    near = text[claim.start : _ends(text, _NEXT, claim.end, len(text))]
    yield from (near, claim.text) if claim.kind == "number" else (claim.text, near)


def _ends(text: str, words: re.Pattern[str], at: int, last: int) -> int:
    found = words.match(text, at, last)
    return found.end() if found else at


def _worded(clause: str, language: str) -> str:
    """Without the word that joins it to what went before."""
    words = clause.strip(_EDGE)
    joined = pattern("join", language).match(words)
    return words[joined.end() :].strip(_EDGE) if joined else words


def _open(findings: Sequence[Finding]) -> Places:
    return {(f.claim.start, f.claim.end) for f in findings if f.state == "unsupported"}
