"""What stands around a number: unit, counted noun, how often, more or less than."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tailoring.claims.content import empty_words
from tailoring.claims.phrases import by_word, find
from tailoring.claims.said import Said, Word

CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}
# "by 29 %" is not "to 29 %".
_AN = re.compile(r"(?:an?|am|im|al|in)\s")
_ROLES = {
    "by": "by", "to": "to", "from": "from", "um": "by", "auf": "to", "von": "from",
}  # fmt: skip
_BREAK = re.compile(r"[.;!?](?:\s|$)|[,:](?:\s|$)|[()\[\]|\n]|\s[–—-]\s")
_COUNTED = re.compile(r" ([a-z][a-z]{2,})")
_IN_YEAR = re.compile(
    r"(?:in|of|since|from|to|until|by|seit|ab|bis|von|im|en|depuis|des|de|del|desde|hasta|a|und|and"
    r"|et|y|[-–/.])\s?$|[a-z]{3,}\.? $"
)
_COMPOUNDS = (
    ("tagen", "day"),
    ("tage", "day"),
    ("jahren", "year"),
    ("jahre", "year"),
    ("wochen", "week"),
    ("monaten", "month"),
    ("monate", "month"),
    ("stunden", "hour"),
)
_EVERY = re.compile(r"(?:every|each|jede[rsn]?|alle|chaque|tou\w+ les|cada)\s$")
_NEAR = re.compile(r"\d")
_NEXT = re.compile(r"\s\d")
REACH = 60
CODES = frozenset({"EUR", "USD", "GBP", "CHF"})


def coded(flat: str, start: int) -> str:
    """ "GBP 350,000"."""
    code = flat[max(0, start - 4) : start].strip().upper()
    return code if code in CODES else ""


def dated(said: Said, start: int, end: int) -> bool:
    """ "2,000 people" may be written "2000 people"; "in 2000" is a year."""
    counted = _COUNTED.match(said.cased, end)
    return bool(_IN_YEAR.search(said.flat, max(0, start - 12), start)) or not (
        counted and counted[1] not in empty_words()
    )


def role(flat: str, start: int) -> str:
    head = flat[max(0, start - 6) : start]
    return _ROLES.get(head.strip(" £$€").rpartition(" ")[2], "")


def sign(flat: str, start: int) -> str:
    """The sign of money in front."""
    found = flat[max(0, start - 2) : start].strip()[-1:]
    return found if found in CURRENCIES else ""


def every(flat: str, start: int) -> bool:
    return bool(_EVERY.search(flat, max(0, start - 8), start))


def last(flat: str, end: int) -> int:
    """Up to where words may belong to a number: a comma, a bracket, the next number."""
    stop = min(len(flat), end + REACH)
    cuts = [m.start() for p in (_BREAK, _NEXT) if (m := p.search(flat, end, stop))]
    return min(cuts, default=stop)


def rate(said: Said, start: int, end: int, last: int) -> str:
    """How often: "a day", "monatlich rund 1.400"; the nearest behind, else the one in front."""
    found = find("rates", said)
    behind = [
        m for m in found if end <= m.start < last and not _NEAR.search(said.flat, m.end, m.end + 14)
    ]
    front = [
        m
        for m in found
        if start - 24 <= m.start
        and m.end <= start
        and not _AN.match(said.flat, m.start)
        and not _BREAK.search(said.flat, m.end, start)
    ]
    return behind[0].label if behind else front[-1].label if front else ""


def mode(said: Said, start: int) -> str:
    """The nearest word of measure directly in front."""
    for match in find("modifiers", said):
        gap = said.flat[match.end : start]
        if 0 < start - match.end <= 6 and not _said_between(gap):
            return match.label
    return "exact"


def _said_between(gap: str) -> bool:
    words = re.findall(r"\w+", gap)
    return any(word not in empty_words() and word.upper() not in CODES for word in words)


_UNIT = re.compile(r"[\s-]{0,2}([^\W_]+\d?)(?:[\s-]([^\W_]+))?(?:[\s-]([^\W_]+))?")


def unit(tail: str) -> tuple[str, int]:
    match = _UNIT.match(tail)
    if match is None:
        return "", 0
    for size in (3, 2, 1):
        if match.group(size) is None:
            continue
        word = " ".join(match.group(n) for n in range(1, size + 1))
        if unit := by_word("units").get(word) or (_compound_unit(word) if size == 1 else ""):
            return unit, match.end(size)
    return "", 0


def _compound_unit(word: str) -> str:
    """ "Wochentagen", "Lehrjahre"."""
    return next((unit for end, unit in _COMPOUNDS if word.endswith(end) and len(word) > 6), "")


def following(said: Said, start: int, end: int) -> tuple[str, ...]:
    met = said.within(start, end)
    return _nouns(met)[:4]


def preceding(said: Said, start: int) -> tuple[str, ...]:
    head = said.flat[max(0, start - REACH) : start]
    cuts = list(_BREAK.finditer(head))
    first = start - len(head) + (cuts[-1].end() if cuts else 0)
    met = [w for w in said.within(first, start) if w.end <= start]
    return _nouns(reversed(met))[:3]


def _nouns(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(
        noun(word)
        for word in words
        if word.flat not in empty_words() and not word.flat[0].isdigit()
    )


def noun(word: Word) -> str:
    """A counted noun: all words for employees are one, whatever the language."""
    return by_word("nouns").get(word.flat) or word.key
