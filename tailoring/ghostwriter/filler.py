"""Worn phrases and an even rhythm: marked, never altered. It says nothing of who wrote a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tailoring.prose.cut import sentences
from tailoring.prose.patterns import table

Mark = tuple[int, int, str]

_DASH = re.compile(r"—|(?<=\w)--(?=\w)| -- ")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ROW, _FEW = 3, 5
_RULES = (
    ("opener", "A stock opening. Begin with what you have to say."),
    ("contrast", "A formulaic contrast. Say the one thing that matters."),
    ("stock", "A worn phrase. Say it with something that happened."),
    ("adverb", "A filler word. The sentence says the same without it."),
)
DASH = "An em dash. A comma or a full stop does."
EVEN = "Three sentences of the same length in a row. Vary the rhythm."
SAME_START = "Three sentences in a row begin with the same word."


def found(text: str, *, language: str) -> list[Mark]:
    """Places with what to do about them, in order, never overlapping."""
    marks = [*_phrases(text, language[:2].lower()), *_rhythm(text)]
    marks += [(m.start(), m.end(), DASH) for m in _DASH.finditer(text)]
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m[0], -m[1])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _phrases(text: str, language: str) -> Iterator[Mark]:
    for name, why in _RULES:
        for met in _pattern(name, language).finditer(text):
            yield met.start(), met.end(), why


@lru_cache(maxsize=32)
def _pattern(name: str, language: str) -> re.Pattern[str]:
    phrases = table(Path(__file__).parent / "filler.tsv")[name].get(language, r"(?!)")
    spaced = phrases.replace(" ", r"\s+").replace("'", "['’]")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)


def _rhythm(text: str) -> Iterator[Mark]:
    """Of sentences in one paragraph; the mark stands on the third."""
    for paragraph in re.finditer(r"[^\n]+", text):
        places = list(sentences(paragraph[0]))
        told = [_WORDS.findall(paragraph[0][start:end]) for start, end in places]
        for n in range(_ROW - 1, len(told)):
            row = told[n - _ROW + 1 : n + 1]
            why = _evenly(row)
            if why and not (n >= _ROW and _evenly(told[n - _ROW : n]) == why):
                start, end = places[n]
                yield paragraph.start() + start, paragraph.start() + end, why


def _evenly(row: list[list[str]]) -> str:
    sizes = [len(words) for words in row]
    if min(sizes) < _FEW:
        return ""
    if max(sizes) - min(sizes) <= 1:
        return EVEN
    return SAME_START if len({words[0].casefold() for words in row}) == 1 else ""
