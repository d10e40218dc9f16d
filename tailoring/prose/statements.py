"""The words that an owner confirms with a claim: as few as support it, and no other claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tailoring.claims.claim import Finding
from tailoring.prose.cut import clauses, sentences

Weigh = Callable[[str], Sequence[Finding]]
_NEXT = re.compile(r"[^\S\n]+[^\s.,;:!?()]+(?:[^\S\n]+[^\s.,;:!?()]+)?")


def stated(text: str, finding: Finding, *, language: str, weigh: Weigh) -> str:
    """`weigh` gives what is found in the text when these words are a fact too."""
    claim = finding.claim
    before = _open(weigh(""))
    place = (claim.start, claim.end)
    enough = ""
    for words in _candidates(text, finding, language):
        after = _open(weigh(words))
        if place in after:
            continue
        enough = enough or words
        if after == before - {place}:
            return words
    return enough or claim.text


def _candidates(text: str, finding: Finding, language: str) -> Iterator[str]:
    claim = finding.claim
    follows = _NEXT.match(text, claim.end)
    near = text[claim.start : follows.end()] if follows else claim.text
    yield from (near, claim.text) if claim.kind == "number" else (claim.text, near)
    for start, end in sentences(text):
        if start <= claim.start < end:
            sentence = text[start:end]
            for first, last in clauses(sentence, language):
                if first <= claim.start - start < last:
                    yield sentence[first:last].strip(" .,;:")
            yield sentence.rstrip(".")


def _open(findings: Sequence[Finding]) -> set[tuple[int, int]]:
    return {(f.claim.start, f.claim.end) for f in findings if f.state == "unsupported"}
