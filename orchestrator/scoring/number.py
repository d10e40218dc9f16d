"""The number: a pure function of the ledger. Section and rule numbers are those of scoring.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestrator.scoring.card import (
    FIT,
    PRACTICAL,
    VALUES,
    Cap,
    Change,
    Options,
    Penalty,
    Row,
    Standing,
    Wish,
)

RUBRIC_VERSION = "2026.2"
_MUST, _NICE = 3, 1
_PARTS = {"fit": 70, "title": 15, "practical": 15}
_STEP = 0.25
_FEW, _VIRTUAL = 3, 3
_CAPS = {
    "eligibility": 30,
    "location": 45,
    "language": 50,
    "years": 60,
    "seniority": 60,
    "education": 70,
}
_MISSING_SKILLS = {1: 85, 2: 75, 3: 60}
_OVER_HALF = 45
_WISHES_LIMIT = 10
BANDS = ((85, "strong"), (70, "good"), (50, "possible"), (0, "weak"))
_UNKNOWN_SHARE, _UNVERIFIED_SHARE, _SHORT = 0.4, 0.2, 300


@dataclass(frozen=True)
class Result:
    value: int
    base: float
    fit: float
    title: float
    practical: float
    caps: tuple[Cap, ...]
    penalties: tuple[Penalty, ...]


def number(
    rows: Sequence[Row],
    *,
    standing: Standing,
    options: Options,
    wishes: Sequence[Wish] = (),
) -> Result:
    fit = _fit(rows, likeness=standing.likeness)
    practical = _share([row for row in rows if row.scope in PRACTICAL], empty=1.0)
    title = max(0.0, standing.kinship - _STEP * standing.steps)
    base = _PARTS["fit"] * fit + _PARTS["title"] * title + _PARTS["practical"] * practical
    caps = tuple(_caps(rows, steps=standing.steps))
    penalties = _penalties(standing, options)
    limited = min([base, *(cap.limit for cap in caps)])
    total = half_up(limited) + _wished(wishes) - sum(p.points for p in penalties)
    return Result(max(0, min(100, total)), round(base, 2), fit, title, practical, caps, penalties)


def half_up(value: float) -> int:
    # Sums such as 69.49999999999999 stand for 69.5; nine digits are far below any real difference.
    return math.floor(round(value, 9) + 0.5)


def band(value: int) -> str:
    return next(name for least, name in BANDS if value >= least)


def mass(row: Row) -> int:
    return (_MUST if row.importance == "must" else _NICE) * row.weight


def known_fit(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.scope in FIT and row.label != "unknown"]


def _fit(rows: Sequence[Row], *, likeness: float) -> float:
    known = known_fit(rows)
    # A degree and some years are asked by nearly every posting, and tell trades apart badly.
    telling = sum(1 for row in known if row.scope == "skill")
    virtual = max(0, _FEW - telling) * _VIRTUAL
    total = sum(map(mass, known)) + virtual
    return (sum(mass(row) * VALUES[row.label] for row in known) + virtual * likeness) / total


def _share(rows: Sequence[Row], *, empty: float) -> float:
    known = [row for row in rows if row.label != "unknown"]
    total = sum(map(mass, known))
    return sum(mass(row) * VALUES[row.label] for row in known) / total if total else empty


def _caps(rows: Sequence[Row], *, steps: int) -> list[Cap]:
    missing = [row for row in rows if row.importance == "must" and row.label == "missing"]
    found = []
    for scope in ("eligibility", "location", "language"):
        if any(row.scope == scope for row in missing):
            found.append(Cap(_CAPS[scope], scope))
    if any(row.scope == "experience" and _in_years(row) for row in missing):
        found.append(Cap(_CAPS["years"], "years"))
    if steps >= 2:
        found.append(Cap(_CAPS["seniority"], "seniority"))
    if any(row.scope == "education" and not _excused(row, rows) for row in missing):
        found.append(Cap(_CAPS["education"], "education"))
    return sorted(found + _skill_caps(rows), key=lambda cap: (cap.limit, cap.why))


def _skill_caps(rows: Sequence[Row]) -> list[Cap]:
    known = [
        row
        for row in rows
        if row.scope == "skill" and row.importance == "must" and row.label != "unknown"
    ]
    lost = [row for row in known if _lacks(row)]
    if not lost:
        return []
    if 2 * sum(r.weight for r in lost) > sum(r.weight for r in known):
        return [Cap(_OVER_HALF, "skills")]
    return [Cap(_MISSING_SKILLS[min(3, len(lost))], "skills")]


def _lacks(row: Row) -> bool:
    """What is only named where practice is asked lifts no cap, or a list of words would."""
    return row.label == "missing" or row.listed


def _in_years(row: Row) -> bool:
    return (row.threshold or "").startswith("years:")


def _excused(row: Row, rows: Sequence[Row]) -> bool:
    """A degree "or equivalent experience" is not missed by somebody who has the years."""
    if not (row.threshold or "").endswith("|equivalent"):
        return False
    years = [r for r in rows if r.scope == "experience" and _in_years(r)]
    return bool(years) and all(r.label == "met" for r in years)


def _penalties(standing: Standing, options: Options) -> tuple[Penalty, ...]:
    if standing.pay_known or not options.penalize_missing_salary:
        return ()
    points = max(0, min(100, options.missing_salary_penalty))
    return (Penalty(points, "missing pay"),) if points else ()


def _wished(wishes: Sequence[Wish]) -> int:
    return max(-_WISHES_LIMIT, min(_WISHES_LIMIT, sum(wish.points for wish in wishes)))


def confidence(
    rows: Sequence[Row], *, length: int, truncated: bool, readable: bool, fell_back: bool
) -> str:
    weights = sum(map(mass, rows))
    unknown = sum(mass(row) for row in rows if row.label == "unknown")
    if truncated or not readable or length < _SHORT or len(known_fit(rows)) < _FEW:
        return "low"
    if weights and unknown > _UNKNOWN_SHARE * weights:
        return "low"
    unverified = sum(1 for row in rows if row.unverified)
    return "medium" if fell_back or unverified > _UNVERIFIED_SHARE * len(rows) else "high"


def what_if(
    rows: Sequence[Row],
    *,
    standing: Standing,
    options: Options,
    wishes: Sequence[Wish] = (),
) -> tuple[Change, ...]:
    """For each cap, and each of the three heaviest gaps, the value once it is gone (N7)."""
    gaps = [row for row in rows if row.label in ("missing", "partial")]
    gaps.sort(key=lambda row: (-mass(row), -_lost(row), row.scope, row.text))
    found = {}
    for row in gaps[:3]:
        found[row.text] = [replace(r, label="met") if r is row else r for r in rows]
    changes = [
        Change(text, number(changed, standing=standing, options=options, wishes=wishes).value)
        for text, changed in found.items()
    ]
    for cap in _caps(rows, steps=standing.steps):
        without = [replace(r, label="met") if _causes(r, cap) else r for r in rows]
        near = replace(standing, steps=0) if cap.why == "seniority" else standing
        value = number(without, standing=near, options=options, wishes=wishes).value
        changes.append(Change(f"cap: {cap.why}", value))
    return tuple(changes)


def _lost(row: Row) -> float:
    return mass(row) * (1 - VALUES[row.label])


def _causes(row: Row, cap: Cap) -> bool:
    scope = {"skills": "skill", "years": "experience"}.get(cap.why, cap.why)
    return row.scope == scope and row.importance == "must" and _lacks(row)
