"""Which part of a résumé a heading begins, in eight languages. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jobops.lib.text import fold
from tailoring.intake import words
from tailoring.intake.lines import Line

_LONGEST = 60
_MARKS = re.compile(r"[^\w\s&/+'’,-]+")
_SPLIT = re.compile(r"\s*(?:&|/|\+|,|\b(?:and|und|et|y|e|en|i|oraz|ed)\b)\s*")
_EARLY = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ &/]{3,40}?):?\s+(?=(?:19|20)\d\d\b)")
_SPACED = re.compile(r"(?:\w ){3,}\w")


@dataclass(frozen=True)
class Heading:
    """`rest`: what follows on the same line, as in "EDUCATION 2017 – 2019 …"."""

    kind: str
    title: str
    languages: frozenset[str]
    rest: str = ""


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, frozenset[str]]]:
    """Phrase → kind and the languages that use it; of two kinds the first row wins."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for kind, language, listed in words.rows("headings.tsv"):
        for phrase in listed.split("|"):
            first, spoken = found.get(phrase, (kind, frozenset[str]()))
            found[phrase] = (first, spoken | {language})
    return found


def read(line: Line) -> Heading | None:
    text = line.text.replace("\t", " ")
    if line.bullet or not text or text[-1] in ".;,":
        return None
    if len(text) <= _LONGEST and (found := _phrase(text)):
        return Heading(found[0], text.strip(" :"), found[1])
    early = _EARLY.match(text)
    if early and (found := _phrase(early[1])):
        return Heading(found[0], early[1].strip(), found[1], rest=text[early.end() :])
    return None


def _phrase(text: str) -> tuple[str, frozenset[str]] | None:
    if _SPACED.fullmatch(text.strip(" :")):
        text = text.replace(" ", "")
    folded = " ".join(_MARKS.sub(" ", fold(text)).replace("’", "'").split())
    plain = " ".join(re.sub(r"['/&,+-]", " ", folded).split())
    for form in (folded, plain):
        if form in _table():
            return _table()[form]
    parts = [part for part in _SPLIT.split(folded) if part]
    if 1 < len(parts) <= 4 and all(_one(part) for part in parts[:2]):
        return _one(parts[0])
    return _one(folded)


def _one(text: str) -> tuple[str, frozenset[str]] | None:
    kept = text.split()
    while kept:
        if found := _table().get(" ".join(kept)):
            return found
        if kept[0] not in words.known("before"):
            return None
        kept = kept[1:]
    return None


def language(found: Sequence[Heading]) -> str:
    """The one language most headings agree on; empty when they do not say."""
    votes: Counter[str] = Counter()
    for heading in found:
        votes.update(dict.fromkeys(heading.languages, 1))
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]
