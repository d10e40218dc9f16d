"""Numbers as a text says them: in digits of all scripts or words, with unit and counted noun."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from tailoring.claims import numerals
from tailoring.claims.content import empty_words
from tailoring.claims.phrases import Match, by_word, find
from tailoring.claims.said import Said, Word

_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}
_AFTER = re.compile(
    r"\s?(?P<plus>\+)?\s?-?(?P<size>k|m|mm|bn|b|mio\.?|mrd\.?|mill\.|tsd\.?|thousand|tausend|mil|mille|millions?"
    r"|millionen|millon|millones|billions?|milliarden?|milliards?)?(?!\w)\s?(?P<plus2>\+)?\s?"
    r"(?P<sign>%|€|\$|£|¥|₹)?"
)
_SIZES = {
    "k": 1e3,
    "tsd": 1e3,
    "m": 1e6,
    "mm": 1e6,
    "mio": 1e6,
    "mill": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "mrd": 1e9,
    "thousand": 1e3,
    "tausend": 1e3,
    "mil": 1e3,
    "mille": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "millionen": 1e6,
    "millon": 1e6,
    "millones": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "milliard": 1e9,
    "milliards": 1e9,
}
_MEASURES = {
    "ms": ("ms", 1.0), "second": ("ms", 1e3), "minute": ("ms", 6e4), "hour": ("ms", 3.6e6),
    "day": ("day", 1.0), "week": ("day", 7.0), "month": ("month", 1.0), "year": ("month", 12.0),
    "MB": ("MB", 1.0), "GB": ("MB", 1e3), "TB": ("MB", 1e6), "kg": ("kg", 1.0),
    "tonne": ("kg", 1e3),
}  # fmt: skip
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
_REACH = 60
CODES = frozenset({"EUR", "USD", "GBP", "CHF"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """`mode`: exact, least ("10+"), most ("up to 10"), less ("under 10"), about, nearly.

    `nouns` are the keys of the words counted, nearest first; `before` those in front of it.
    `name` is set where the number may belong to a name ("Level 3", "18th Edition").
    """

    value: float
    unit: str
    mode: str
    nouns: tuple[str, ...]
    before: tuple[str, ...]
    start: int
    end: int
    rate: str = ""
    role: str = ""
    ordinal: bool = False
    year: bool = False
    glued: bool = False
    fraction: bool = False

    @property
    def measure(self) -> tuple[str, float]:
        """Unit and value, such that 0.48 s and 480 ms are the same."""
        unit, factor = _MEASURES.get(self.unit, (self.unit, 1.0))
        return unit, round(self.value * factor, 6)


@lru_cache(maxsize=4096)
def quantities(said: Said) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    for numeral in numerals.numerals(said):
        # The word of size in "24 thousand" is read with its number.
        if not found or numeral.start >= found[-1].end:
            found.append(_quantity(said, numeral))
    found = _ranges(said, found)
    return tuple(found + [_vague(said, m.label, m.start, m.end) for m in _loose(said, found)])


_RANGE = re.compile(
    r"\s*(?:-|–|→|->|to|down to|up to|auf|bis|bis zu|a|al|hasta|et|and|und|y|or|oder|ou"
    r"|instead of|statt|au lieu de|en vez de)\s*(?:the|el|la|les|des|den|der)?\s*[€$£]?\s*"
)

_INSTEAD = re.compile(
    r"[,(]?\s*(?:instead of|statt|anstatt|au lieu de|contre|en vez de|frente a|down from|up from"
    r"|from|vs\.?|gegenuber|nach|after|apres|tras)\s"
)


def _ranges(said: Said, found: list[Quantity]) -> list[Quantity]:
    """In "from 30 to 18 days" both numbers count days."""
    for at in range(len(found) - 2, -1, -1):
        one, other = found[at], found[at + 1]
        if not one.unit and other.unit and _RANGE.fullmatch(said.flat[one.end : other.start]):
            found[at] = replace(one, unit=other.unit, nouns=other.nouns, year=False)
        elif not other.unit and one.unit and _INSTEAD.fullmatch(said.flat[one.end : other.start]):
            found[at + 1] = replace(other, unit=one.unit, nouns=one.nouns, year=False)
    return found


def _quantity(said: Said, numeral: numerals.Numeral) -> Quantity:
    flat = said.flat
    value, end = numeral.value, numeral.end
    unit, mode = "", _mode(said, numeral.start)
    after = _AFTER.match(flat, end)
    if after and after[0].strip() and not numeral.ordinal:
        size = (after["size"] or "").rstrip(".")
        value *= _SIZES.get(size, 1)
        unit = "%" if after["sign"] == "%" else _CURRENCIES.get(after["sign"] or "", "")
        if after["plus"] or after["plus2"]:
            mode = "least"
        end = after.end() if after[0].strip() else end
    sign = flat[max(0, numeral.start - 2) : numeral.start].strip()[-1:]
    unit = unit or _CURRENCIES.get(sign, "") or _coded(said.flat, numeral.start)
    tail = flat[end : end + _REACH]
    cuts = [m.start() for m in (_BREAK.search(tail), _NEXT.search(tail)) if m]
    tail = tail[: min(cuts, default=len(tail))]
    every = _EVERY.search(said.flat, max(0, numeral.start - 8), numeral.start)
    # Every sixth week is every six weeks.
    named, length = ("", 0) if unit or (numeral.ordinal and not every) else _unit(tail)
    unit = unit or named
    following = _following(said, end + length, end + len(tail))
    stated = end + length if length else end
    return Quantity(
        value=round(value, 6),
        unit=unit,
        mode=mode,
        nouns=following,
        before=_preceding(said, numeral.start),
        rate=_rate(said, numeral.start, end, end + len(tail)),
        role=_role(said.flat[max(0, numeral.start - 6) : numeral.start]),
        start=numeral.start - (1 if sign in _CURRENCIES and sign else 0),
        end=len(flat[:stated].rstrip()),
        ordinal=numeral.ordinal and not named,
        year=not unit
        and not numeral.words
        and numeral.plain
        and 1900 <= value < 2100
        and _dated(said, numeral.start, end),
        glued=numeral.glued,
    )


def _coded(flat: str, start: int) -> str:
    """ "GBP 350,000"."""
    code = flat[max(0, start - 4) : start].strip().upper()
    return code if code in CODES else ""


def _dated(said: Said, start: int, end: int) -> bool:
    """ "2,000 people" may be written "2000 people"; "in 2000" is a year."""
    counted = _COUNTED.match(said.cased, end)
    return bool(_IN_YEAR.search(said.flat, max(0, start - 12), start)) or not (
        counted and counted[1] not in empty_words()
    )


def _role(head: str) -> str:
    return _ROLES.get(head.strip(" £$€").rpartition(" ")[2], "")


def _rate(said: Said, start: int, end: int, last: int) -> str:
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


def _mode(said: Said, start: int) -> str:
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


def _unit(tail: str) -> tuple[str, int]:
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


def _following(said: Said, start: int, end: int) -> tuple[str, ...]:
    met = said.within(start, end)
    return _nouns(met)[:4]


def _preceding(said: Said, start: int) -> tuple[str, ...]:
    head = said.flat[max(0, start - _REACH) : start]
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


def _loose(said: Said, found: list[Quantity]) -> list[Match]:
    return [
        m
        for m in find("vague", said)
        if not any(q.start < m.end and m.start < q.end for q in found)
    ]


def _vague(said: Said, label: str, start: int, end: int) -> Quantity:
    """Hundreds of people are at least two hundred; doubled is 100 % more; a decade is 10 years."""
    unit = {"%": "change", "y": "year", "p": "%"}.get(label[-1], "")
    return Quantity(
        value=float(label.strip("+-%yp")),
        unit=unit,
        mode=_mode(said, start) if unit else "least",
        fraction=label[-1] == "p",
        nouns=_following(said, end, end + _REACH),
        before=_preceding(said, start),
        start=start,
        end=end,
    )
