"""What a posting asks beside skills: years, degrees, languages, permits, travel. Patterns only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.scoring import shipped
from orchestrator.scoring.card import Scope
from orchestrator.scoring.posting import fold

_NUMBERS = {
    name: int(value)
    for name, _, value in (pair.partition("=") for pair in shipped.text("numbers").split("|"))
}
_N = r"(\d{1,2}|" + "|".join(_NUMBERS) + r")"
_YEARS = re.compile(
    rf"(?<![\w.,$€£]){_N}(?:[.,]\d)?\s*\)?\s*(?:\+|plus|or more|oder mehr|ou plus|o mas|o piu)?"
    rf"\s*(?:(?:-|–|—|to|bis|a|tot)\s*{_N}\s*\+?)?"
    r"\s*(?:full|solid|proven|good)?[ -]*(?:years?|yrs?|jahren?|ans|annees?|anos|anni|jaar)(?!\w)"
    r"(?!\s*(?:old|alt|ago))"
)
DEGREE_RANK = {"school": 1, "vocational": 2, "bachelor": 3, "master": 4, "phd": 5}
_CEFR = re.compile(r"(?<!\w)([abc][12])(?!\w)")
LEVELS = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}


@dataclass(frozen=True, slots=True)
class Found:
    """One requirement that a pattern recognised in a sentence."""

    scope: Scope
    text: str
    terms: tuple[str, ...]
    threshold: str | None = None


def years(folded: str) -> int | None:
    """The least years a sentence asks for; None when it names none."""
    for match in _YEARS.finditer(folded):
        before = folded[max(0, match.start() - 40) : match.start()]
        after = folded[match.end() : match.end() + 60]
        if shipped.pattern("no years asked").search(
            before + "|" + after[:24]
        ) or not shipped.pattern("of experience").search(before + after):
            continue
        number = _NUMBERS.get(match.group(1)) or (
            int(match.group(1)) if match.group(1).isdigit() else 0
        )
        if 0 < number <= 25:
            return number
    return None


def degrees(folded: str) -> list[str]:
    """Degrees named, lowest first: of "Bachelor or Master" the bachelor suffices."""
    if not shipped.pattern("needs a degree word").search(folded):
        return []
    met = [name for name, pattern in shipped.patterns("degree").items() if pattern.search(folded)]
    exact = [name for name in met if name != "any"]
    return sorted(exact or ["bachelor"] * len(met), key=DEGREE_RANK.__getitem__)


def spoken(text: str) -> list[tuple[str, str]]:
    """Languages asked for with the level, as CEFR; an unnamed level is B2."""
    folded = fold(text)
    if not _any_language().search(folded) or not shipped.pattern("speaking").search(folded):
        return []
    return [
        (name, level(folded[max(0, match.start() - 60) : match.end() + 40]))
        for name, pattern in _languages().items()
        if (match := pattern.search(folded)) and (name != "Polish" or "Polish" in text)
    ]


def language_names(folded: str) -> list[str]:
    return [name for name, pattern in _languages().items() if pattern.search(folded)]


def level(folded: str, *, default: str = "B2") -> str:
    exact = _CEFR.search(folded)
    if exact:
        return exact.group(1).upper()
    return next(
        (name for name, words in shipped.patterns("level").items() if words.search(folded)), default
    )


def practical(text: str) -> list[Found]:
    folded = fold(text)
    groups: tuple[Scope, ...] = ("eligibility", "logistics")
    return [
        Found(group, shipped.titles(group)[term], (term,))
        for group in groups
        for term, pattern in shipped.patterns(group).items()
        if pattern.search(folded)
    ]


@lru_cache(maxsize=1)
def _languages() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"{body.pattern}(?!\w)")
        for name, body in shipped.patterns("language").items()
    }


@lru_cache(maxsize=1)
def _any_language() -> re.Pattern[str]:
    return re.compile("|".join(body.pattern for body in _languages().values()))
