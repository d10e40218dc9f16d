"""The word lists that ship beside the code, all folded: eight languages in one list."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "tables"


def rows(name: str) -> list[list[str]]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    return {name: tuple(listed.split("|")) for name, listed in rows("words.tsv")}


def listed(name: str) -> tuple[str, ...]:
    return _lists()[name]


@lru_cache(maxsize=16)
def known(name: str) -> frozenset[str]:
    return frozenset(_lists()[name])


@lru_cache(maxsize=16)
def pattern(name: str) -> re.Pattern[str]:
    """Any word of the list, as a whole word of a folded text."""
    return whole(_lists()[name])


@lru_cache(maxsize=1)
def titles() -> re.Pattern[str]:
    found = {word for (line,) in rows("titles.txt") for word in line.split("|")}
    # German and Dutch build one word: "Softwareentwicklerin", "Projektmanager".
    glued = "entwickler|ingenieur|leiter|berater|manager|techniker|ontwikkelaar|medewerker"
    return re.compile(rf"{whole(tuple(found)).pattern}|(?:{glued})(?:in|s)?\b")


def months() -> dict[str, int]:
    return {name: int(number) for number, names in rows("months.tsv") for name in names.split("|")}


def whole(names: tuple[str, ...]) -> re.Pattern[str]:
    ordered = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w]) (?:{ordered}) (?![\w])".replace(" (", "(").replace(") ", ")"))
