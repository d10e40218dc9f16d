"""The words that carry meaning, and the language they are in."""

from __future__ import annotations

from functools import lru_cache

from tailoring.claims.phrases import listed
from tailoring.claims.said import Said, Word

LANGUAGES = ("en", "de", "fr", "es")


@lru_cache(maxsize=1)
def empty_words() -> frozenset[str]:
    return frozenset().union(*(listed("words", language) for language in LANGUAGES))


def content(said: Said) -> tuple[Word, ...]:
    return tuple(
        word
        for word in said.words
        if (word.flat not in empty_words() and (len(word.flat) > 1 or not word.flat.isascii()))
        or word.cased in ("R", "C")
    )


@lru_cache(maxsize=4096)
def language(said: Said, *, default: str = "") -> str:
    """By its small words; the default when they do not decide."""
    counts = {
        code: sum(1 for word in said.words if word.flat in listed("words", code))
        for code in LANGUAGES
    }
    first, second = sorted(LANGUAGES, key=lambda code: -counts[code])[:2]
    return first if counts[first] > counts[second] else default
