"""A text as the guard reads it: one spelling of letters, cut into words, places kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_MIXED = re.compile(r"\w*[\u0370-\u04ff]\w*")
_LATIN = re.compile(r"[A-Za-z]")
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα", "ABESIJKMHOPCTYXaesijopcyxdABEZHIKMNOPTYXoa"
)
_SPACES = re.compile(r"\s+")
_UNIFIED = str.maketrans("’‘´`′‐‑‒−", "''''''---"[:9])
_ENDINGS = (
    "innen", "ern", "ers", "ies", "ien", "en", "er", "em", "es", "as", "os", "ie", "in",
    "e", "s", "a", "o", "y", "x",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """`flat` has neither case nor accents; `key` lacks the ending too."""

    cased: str
    flat: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """`cased` and `flat` are as long as each other; `places` leads from them to the text."""

    text: str
    cased: str
    flat: str
    words: tuple[Word, ...]
    places: tuple[int, ...] | None
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that begin in this part."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def place(self, at: int) -> int:
        return at if self.places is None else self.places[at]

    def quote(self, start: int, end: int) -> str:
        return self.text[self.place(start) : self.place(end)]


@lru_cache(maxsize=4096)
def said(text: str) -> Said:
    cased, places = _plain(text)
    flat = "".join(map(_lower, cased)) if not cased.isascii() else cased.lower()
    words = tuple(
        Word(m[0], low := flat[m.start() : m.end()], key(low), m.start(), m.end())
        for m in _WORD.finditer(cased)
    )
    return Said(text, cased, flat, words, places, tuple(w.start for w in words))


def flat(text: str) -> str:
    return said(text).flat


@lru_cache(maxsize=4096)
def same(text: str) -> str:
    """The form in which two texts are the same: words and signs without case and spacing."""
    return " ".join(_SPACES.split(said(text).flat.strip(" \t\n.;,•-*")))


def _plain(text: str) -> tuple[str, tuple[int, ...] | None]:
    if text.isascii():
        return text, None
    pieces: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        piece = char if char < "\x80" else _letters(char)
        pieces.append(piece)
        places.extend([at] * len(piece))
    places.append(len(text))
    return _MIXED.sub(_latin, "".join(pieces)), tuple(places)


def _latin(match: re.Match[str]) -> str:
    """A word of two scripts is Latin with letters that look the same."""
    word = match[0]
    return word.translate(_ALIKE) if _LATIN.search(word) else word


@lru_cache(maxsize=8192)
def _letters(char: str) -> str:
    if char in "ßẞ":
        return "ss"
    if char in "²³":
        return "2" if char == "²" else "3"
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", char.translate(_UNIFIED))
    return "".join(
        c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )


@lru_cache(maxsize=8192)
def _lower(char: str) -> str:
    low = char.lower()
    return low if len(low) == 1 else char


@lru_cache(maxsize=32768)
def key(low: str) -> str:
    """What stays of a word without the endings of number, case and gender."""
    if len(low) < 5 or not low.isalpha():
        return low[:-1] if len(low) == 4 and low[-1] == "s" and low[-2] not in "siu" else low
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 4 and not low.endswith("ss"):
            return low[: -len(ending)]
    return low[:-1] if low.endswith(("ln", "rn")) else low


def root(word: str) -> str:
    """The start of a word, by which forms of it meet: migrate, migration."""
    return word[:6]


def keys(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.key for word in words)
