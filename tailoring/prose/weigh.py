"""The truth guard on running prose: what a letter says about the person who signs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tailoring import language as tongue
from tailoring.claims import titles
from tailoring.claims.base import FactBase
from tailoring.claims.claim import Finding
from tailoring.claims.guard import check
from tailoring.claims.said import said
from tailoring.prose import shape
from tailoring.prose.cut import sentences
from tailoring.prose.voices import About, own_words
from tailoring.prose.words import pattern

WHERE = "letter"
_CHIEF = re.compile(r"\bC[A-Z]{1,2}O\b")
_EARNED = frozenset({"degree", "certificate", "award"})
_CALLING = re.compile(r"\s+[^\s,.;:()]+(?:\s(?:de|of|d')?\s?[^\s,.;:()]+)?")


def weighed(
    text: str,
    *,
    known: FactBase,
    employer: str = "",
    language: str = "",
    letter: bool | None = None,
) -> tuple[Finding, ...]:
    """Places are those of `text`. `letter`: None is told by greeting and farewell."""
    told = tongue.detect(text) or language[:2].lower() or known.language
    is_letter = shape.is_letter(text) if letter is None else letter
    # A full stop inside the employer's name ends no sentence.
    named = employer.replace(". ", "  ")
    shown = text.replace(employer, named) if employer else text
    masked = own_words(shown, About(told, named, is_letter))
    parts = list(_headed(text, known, told)) if is_letter else []
    for start, end in sentences(masked):
        parts += _found(masked[start:end], start, known, told, employer)
    return tuple(parts)


def _headed(text: str, known: FactBase, language: str) -> Iterator[Finding]:
    """Above the greeting stand names and addresses, and now and then what one has earned."""
    for start, line in shape.lines(shape.head(text)):
        for one in check(line, known=known, where=WHERE, language=language).unsupported:
            if one.claim.kind in _EARNED:
                yield _moved(one, start)


def _found(sentence: str, at: int, known: FactBase, language: str, employer: str) -> list[Finding]:
    report = check(sentence, known=known, where=WHERE, language=language, employer=employer)
    taken = [(one.claim.start, one.claim.end) for one in report.unsupported]
    found = [one for one in report.findings if not _is_word(one, language)]
    met = [*found, *_callings(sentence, known, language, taken)]
    return [_moved(one, at) for one in sorted(met, key=lambda one: one.claim.start)]


def _is_calling(words: str) -> bool:
    return bool(_CHIEF.search(words)) or any(
        word.flat in titles.professions() for word in said(words).words
    )


def _is_word(finding: Finding, language: str) -> bool:
    """ "Als" opens a sentence in German, and is a certificate elsewhere."""
    return language == "de" and finding.claim.text in ("Als", "als")


def _callings(
    sentence: str, known: FactBase, language: str, taken: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Professions behind "I am a": nothing but a title, so weighed like a headline."""
    for said_so in pattern("is", language).finditer(sentence):
        met = _CALLING.match(sentence, said_so.end())
        if met is None or not _is_calling(met[0]):
            continue
        for one in check(met[0], known=known, where="headline", language=language).findings:
            found = _moved(one, met.start())
            start, end = found.claim.start, found.claim.end
            free = not any(start < b and a < end for a, b in taken)
            if found.claim.kind == "title" and found.state == "unsupported" and free:
                yield found


def _moved(finding: Finding, by: int) -> Finding:
    claim = finding.claim
    return replace(finding, claim=replace(claim, start=claim.start + by, end=claim.end + by))
