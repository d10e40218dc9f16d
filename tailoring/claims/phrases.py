"""Tables of phrases: rows of a label, a language and phrases parted by "|"; "*" is any ending."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tailoring.claims.said import Said, Word, flat

_FOLDER = Path(__file__).parent / "tables"
_PIECE = re.compile(r"\*?[^\W_]+[+#]*\*?")
_JOINING = frozenset({" ", "-", "'", ".", "+", "/", "  ", "' ", "- "})


@dataclass(frozen=True, slots=True)
class Match:
    label: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    pieces: tuple[str, ...]
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class Index:
    """Phrases by their first word, by the start of it, by the end of it; the longest first."""

    whole: dict[str, tuple[Phrase, ...]]
    starts: dict[str, tuple[Phrase, ...]]
    ends: tuple[Phrase, ...]


@lru_cache(maxsize=32)
def rows(table: str) -> tuple[tuple[str, str, str], ...]:
    text = (_FOLDER / f"{table}.tsv").read_text(encoding="utf-8")
    cut = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return tuple((label, language, body) for label, language, body in cut)


@lru_cache(maxsize=16384)
def find(table: str, said: Said, language: str = "") -> tuple[Match, ...]:
    """Every phrase of the table in a text, the longest at a place, never overlapping.

    Of one language, or of any.
    """
    index = _index(table)
    found: list[Match] = []
    at, count = 0, len(said.words)
    while at < count:
        best = _best(index, said, at, language)
        if best is None:
            at += 1
            continue
        phrase, size = best
        start, end = said.words[at].start, said.words[at + size - 1].end
        found.append(Match(phrase.label, phrase.language, start, end))
        at += size
    return tuple(found)


def _best(index: Index, said: Said, at: int, language: str) -> tuple[Phrase, int] | None:
    word = said.words[at].flat
    tried = (*index.whole.get(word, ()), *index.starts.get(word[:3], ()), *index.ends)
    best: tuple[Phrase, int] | None = None
    for phrase in tried:
        if language and phrase.language not in (language, "all"):
            continue
        size = len(phrase.pieces)
        if (best is None or size > best[1]) and _fits(phrase.pieces, said, at):
            best = (phrase, size)
    return best


def _fits(pieces: tuple[str, ...], said: Said, at: int) -> bool:
    words = said.words[at : at + len(pieces)]
    if len(words) < len(pieces):
        return False
    return all(
        _is(piece, word.flat) and (n == 0 or _joined(said, words[n - 1], word))
        for n, (piece, word) in enumerate(zip(pieces, words, strict=True))
    )


def _is(piece: str, word: str) -> bool:
    if piece[0] == "*":
        return word.endswith(piece[1:]) and len(word) > len(piece)
    return word.startswith(piece[:-1]) if piece[-1] == "*" else word == piece


def _joined(said: Said, one: Word, other: Word) -> bool:
    gap = said.flat[one.end : other.start]
    return gap in _JOINING or (gap == ". " and len(one.flat) <= 4)


@lru_cache(maxsize=32)
def _index(table: str) -> Index:
    whole: dict[str, list[Phrase]] = defaultdict(list)
    starts: dict[str, list[Phrase]] = defaultdict(list)
    ends: list[Phrase] = []
    for label, language, body in rows(table):
        for text in body.split("|"):
            phrase = Phrase(tuple(_PIECE.findall(flat(text))), label, language)
            first = phrase.pieces[0]
            if first[0] == "*":
                ends.append(phrase)
            elif first[-1] == "*":
                starts[first[:3]].append(phrase)
            else:
                whole[first].append(phrase)
    return Index(_sorted(whole), _sorted(starts), tuple(ends))


def _sorted(found: dict[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {key: tuple(sorted(each, key=lambda p: -len(p.pieces))) for key, each in found.items()}


@lru_cache(maxsize=64)
def listed(table: str, label: str) -> frozenset[str]:
    """All single words of a label, over all languages."""
    return frozenset(
        flat(word) for row in rows(table) if row[0] == label for word in row[2].split("|")
    )


@lru_cache(maxsize=32)
def by_word(table: str) -> dict[str, str]:
    """Label by word, for tables of single words without wildcards."""
    return {flat(word): row[0] for row in rows(table) for word in row[2].split("|")}
