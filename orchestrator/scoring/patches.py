"""Facts that an engine read from a description: which may be taken over, and why others not.

Rule numbers are those of scoring.md section 7. Fields have their wire names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from orchestrator.scoring import shipped
from orchestrator.scoring.posting import fold
from orchestrator.scoring.words import occurs, unified

Reason = Literal[
    "", "unknown_field", "repeated", "unsure", "not_quoted", "wrong_type", "not_shown", "yours"
]
INTERVALS = ("yearly", "monthly", "weekly", "daily", "hourly")
AMOUNTS = ("salaryMinAmount", "salaryMaxAmount")
# The longest value of each text field.
TEXTS: Mapping[str, int] = {
    "salary": 200, "location": 200, "workFromHomeType": 200, "jobType": 200, "jobLevel": 200,
    "jobFunction": 200, "disciplines": 200, "degreeRequired": 200, "skills": 1000,
    "experienceRange": 200, "companyIndustry": 200, "deadline": 100, "starting": 200,
}  # fmt: skip
FIELDS = frozenset(TEXTS) | {
    *AMOUNTS, "salaryCurrency", "salaryInterval", "isRemote", "vacancyCount",
}  # fmt: skip
EVIDENCE, LARGEST, MOST_PLACES = 500, 1e9, 10**6
_NUMBER = re.compile(r"(\d+(?:[.,'’\u00a0\u202f ]\d+)*)\s?([km](?![a-z]))?", re.I)
# Patterns begin where a word begins, and "70k€" is one word.
_BESIDE_DIGITS = re.compile(r"(?<=[\dkm])(?=[^\w\s])|(?<=\d)(?=[a-z])|(?<=[^\w\s])(?=\d)")
_PARTED = re.compile(r"[.,'’\u00a0\u202f ](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Patch:
    """`reason` is empty when the value may be taken over."""

    field: str
    value: Any
    confidence: str
    quote: str
    reason: Reason = ""


@dataclass(frozen=True)
class Known:
    """What stands in the fields now, and which of them the owner wrote or gave back."""

    values: Mapping[str, Any] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()


def check(proposed: Sequence[Patch], *, description: str, known: Known) -> tuple[Patch, ...]:
    """Each with the first reason that speaks against it."""
    text, seen = unified(description), set[str]()
    found = []
    for patch in proposed:
        reason = _against(patch, text=text, known=known, seen=seen)
        seen.add(patch.field)
        found.append(replace(patch, reason=reason))
    return tuple(_in_order(found, known=known))


def _against(patch: Patch, *, text: str, known: Known, seen: set[str]) -> Reason:
    now = known.values.get(patch.field)
    checks: tuple[tuple[Reason, bool], ...] = (
        ("unknown_field", patch.field not in FIELDS),
        ("repeated", patch.field in seen),
        ("unsure", patch.confidence == "low"),
        ("unsure", patch.confidence != "high" and now not in (None, "")),
        ("not_quoted", len(patch.quote) > EVIDENCE or not occurs(patch.quote, within=text)),
        ("wrong_type", not _fits(patch.field, patch.value)),
        ("yours", patch.field in known.edited),
    )
    for reason, speaks in checks:
        if speaks:
            return reason
    return "" if _shown(patch.field, patch.value, patch.quote) else "not_shown"


def _in_order(found: Sequence[Patch], *, known: Known) -> list[Patch]:
    """A least amount above the greatest is no pay; then neither of them is taken."""
    after = {**known.values, **{p.field: p.value for p in found if not p.reason}}
    low, high = (after.get(name) for name in AMOUNTS)
    if low is None or high is None or low <= high:
        return list(found)
    return [
        replace(one, reason="wrong_type") if one.field in AMOUNTS and not one.reason else one
        for one in found
    ]


def _fits(name: str, value: Any) -> bool:
    if name in TEXTS:
        return isinstance(value, str) and 0 < len(value.strip()) <= TEXTS[name]
    if name == "isRemote":
        return isinstance(value, bool)
    if name == "salaryCurrency":
        return isinstance(value, str) and value in shipped.patterns("currency")
    if name == "salaryInterval":
        return value in INTERVALS
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if name == "vacancyCount":
        return is_number and value == int(value) and 1 <= value <= MOST_PLACES
    return is_number and 0 <= value <= LARGEST


def _shown(name: str, value: Any, quote: str) -> bool:
    folded = _BESIDE_DIGITS.sub(" ", fold(quote))
    if name in AMOUNTS or name == "vacancyCount":
        return float(value) in numbers(quote)
    if name == "salaryCurrency":
        return bool(shipped.patterns("currency")[value].search(folded))
    if name == "salaryInterval":
        return bool(shipped.patterns("pay interval")[value].search(folded))
    if name == "isRemote":
        ways = shipped.patterns("workplace")
        remote = bool(ways["remote"].search(folded)) and not ways["hybrid"].search(folded)
        return remote is value and (remote or any(p.search(folded) for p in ways.values()))
    if name == "salary":
        return numbers(value) <= numbers(quote) and bool(numbers(value))
    return occurs(value, within=unified(quote))


def numbers(text: str) -> set[float]:
    """Every number named, also as "70k" or "1.2m"."""
    found = set()
    for match in _NUMBER.finditer(text):
        digits, scale = _PARTED.sub("", match.group(1)), (match.group(2) or "").lower()
        try:
            amount = float(digits.replace(",", "."))
        except ValueError:
            continue
        found.add(round(amount * {"k": 1e3, "m": 1e6}.get(scale, 1.0), 2))
    return found
