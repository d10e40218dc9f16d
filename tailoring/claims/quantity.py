"""Numbers as a text says them: in digits of all scripts or words, with unit and counted noun."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tailoring.claims import numerals
from tailoring.claims import surroundings as around
from tailoring.claims.phrases import Match, find
from tailoring.claims.said import Said

_AFTER = re.compile(
    r"\s?(?P<plus>\+)?\s?-?(?P<size>k|m|mm|bn|b|mio\.?|mrd\.?|mill\.|tsd\.?|thousand|tausend"
    r"|mil|mille|millions?|millionen|millon|millones|billions?|milliarden?|milliards?)?(?!\w)\s?(?P<plus2>\+)?\s?"
    r"(?P<sign>%|€|\$|£|¥|₹)?"
)
_SIZES = {
    **dict.fromkeys(("k", "tsd", "thousand", "tausend", "mil", "mille"), 1e3),
    **dict.fromkeys(("m", "mm", "mio", "mill", "million", "millions"), 1e6),
    **dict.fromkeys(("millionen", "millon", "millones"), 1e6),
    **dict.fromkeys(("bn", "b", "mrd", "billion", "billions", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("milliard", "milliards"), 1e9),
}
_MEASURES = {
    "ms": ("ms", 1.0), "second": ("ms", 1e3), "minute": ("ms", 6e4), "hour": ("ms", 3.6e6),
    "day": ("day", 1.0), "week": ("day", 7.0), "month": ("month", 1.0), "year": ("month", 12.0),
    "MB": ("MB", 1.0), "GB": ("MB", 1e3), "TB": ("MB", 1e6), "kg": ("kg", 1.0),
    "tonne": ("kg", 1e3),
}  # fmt: skip


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
    value, unit, plus, end = _sized(said, numeral)
    sign = around.sign(said.flat, numeral.start)
    unit = unit or around.CURRENCIES.get(sign, "") or around.coded(said.flat, numeral.start)
    last = around.last(said.flat, end)
    named, length = "", 0
    if not unit and (not numeral.ordinal or around.every(said.flat, numeral.start)):
        # Every sixth week is every six weeks.
        named, length = around.unit(said.flat[end:last])
    whole = not unit and not named and numeral.plain and 1900 <= value < 2100
    return Quantity(
        value=round(value, 6),
        unit=unit or named,
        mode="least" if plus else around.mode(said, numeral.start),
        nouns=around.following(said, end + length, last),
        before=around.preceding(said, numeral.start),
        rate=around.rate(said, numeral.start, end, last),
        role=around.role(said.flat, numeral.start),
        start=numeral.start - len(sign),
        end=len(said.flat[: end + length].rstrip()),
        ordinal=numeral.ordinal and not named,
        year=whole and around.dated(said, numeral.start, end),
        glued=numeral.glued,
    )


def _sized(said: Said, numeral: numerals.Numeral) -> tuple[float, str, bool, int]:
    """Value, unit by a sign, whether "+" follows, and where the number ends."""
    after = _AFTER.match(said.flat, numeral.end)
    if numeral.ordinal or after is None or not after[0].strip():
        return numeral.value, "", False, numeral.end
    size = _SIZES.get((after["size"] or "").rstrip("."), 1)
    unit = "%" if after["sign"] == "%" else around.CURRENCIES.get(after["sign"] or "", "")
    return numeral.value * size, unit, bool(after["plus"] or after["plus2"]), after.end()


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
        mode=around.mode(said, start) if unit else "least",
        fraction=label[-1] == "p",
        nouns=around.following(said, end, end + around.REACH),
        before=around.preceding(said, start),
        start=start,
        end=end,
    )
