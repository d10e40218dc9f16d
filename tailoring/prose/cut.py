"""A text cut into sentences and clauses, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tailoring.prose.words import pattern

Span = tuple[int, int]

_STOP = re.compile(r"[.!?…]+[\"”»)]*(?=\s|$)|\n+")
# After these a full stop ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(“„«\"])(?:e\.g|i\.e|z\.\s?B|d\.\s?h|u\.a|approx|ca|bzw|inkl|etc|vs|no|nr|dr|prof|mr|mrs|ms"
    r"|st|inc|ltd|co|p\.\s?ej|sra?|mme|m|max|min|mio|mrd|jan|feb|sept?|oct|okt|nov|dec|dez|janv|févr"
    r"|[A-Z]|\d{1,2})\.$",
    re.IGNORECASE,
)
_CUT = re.compile(r"[,;:](?=\s|$)|\s[–—-]\s|—")


def sentences(text: str) -> Iterator[Span]:
    """Each without the blanks around it; a line ends one too."""
    start = 0
    for stop in _STOP.finditer(text):
        if "\n" not in stop[0] and _SHORT.search(text[start : stop.end()]):
            continue
        yield from _trimmed(text, start, stop.end())
        start = stop.end()
    yield from _trimmed(text, start, len(text))


def clauses(sentence: str, language: str) -> Iterator[Span]:
    """Cut at signs, and before a word of joining that somebody's "I" or "you" follows."""
    start = 0
    for at in sorted({m.end() for m in _CUT.finditer(sentence)} | set(_joints(sentence, language))):
        if at > start:
            yield start, at
            start = at
    if start < len(sentence):
        yield start, len(sentence)


def _joints(sentence: str, language: str) -> Iterator[int]:
    for join in pattern("join", language).finditer(sentence):
        after = re.match(r"\s*(?:\S+\s+){0,2}", sentence[join.end() :])
        reach = join.end() + (after.end() if after else 0)
        window = sentence[join.end() : reach + 14]
        if any(pattern(who, language).search(window) for who in ("self", "them")):
            yield join.start()


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    inner = text[start:end]
    if inner.strip():
        left = len(inner) - len(inner.lstrip())
        yield start + left, start + len(inner.rstrip())
