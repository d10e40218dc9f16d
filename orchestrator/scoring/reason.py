"""The sentence beside the number, made from the ledger, so it cannot say something else (N6)."""

from __future__ import annotations

from collections.abc import Sequence

from orchestrator.scoring.card import FIT, Cap, Penalty, Row
from orchestrator.scoring.number import Result, mass
from orchestrator.scoring.words import shortened

LONGEST = 400
NO_RESUME = "No résumé yet, so there is no score. Add a résumé and the job is scored against it."
_CAPS = {
    "eligibility": "a permission the posting demands is missing",
    "location": "the place does not fit",
    "language": "a required language is missing",
    "years": "less than half of the required years",
    "seniority": "two or more steps of seniority apart",
    "education": "a required degree is missing",
    "skills": "required skills are missing",
}


def reason(rows: Sequence[Row], *, result: Result) -> str:
    musts = [row for row in rows if row.importance == "must" and row.label != "unknown"]
    met = [row for row in musts if row.label == "met"]
    parts = [_counted(len(met), len(musts), rows)]
    parts += _named("Strong", _heaviest(rows, ("met",)))
    parts += _named("Gaps", _heaviest(rows, ("missing", "partial")))
    parts += _limits(result.caps, result.penalties, base=result.base)
    return shortened(" ".join(parts), LONGEST)


def _counted(met: int, musts: int, rows: Sequence[Row]) -> str:
    if musts:
        return f"{met} of {musts} musts met."
    if any(row.label != "unknown" for row in rows):
        return "The posting names no musts."
    return "The posting names no requirements that can be checked; compared by its words."


def _heaviest(rows: Sequence[Row], labels: tuple[str, ...]) -> list[Row]:
    chosen = [
        row for row in rows if row.label in labels and (row.scope in FIT or "met" not in labels)
    ]
    return sorted(chosen, key=lambda r: (-mass(r), labels.index(r.label), r.scope, r.text))[:3]


def _named(heading: str, rows: Sequence[Row]) -> list[str]:
    names = ", ".join(dict.fromkeys(shortened(row.text, 48) for row in rows))
    return [f"{heading}: {names}."] if names else []


def _limits(caps: Sequence[Cap], penalties: Sequence[Penalty], *, base: float) -> list[str]:
    found = [f"Held at {cap.limit}: {_CAPS[cap.why]}." for cap in caps[:1] if cap.limit < base]
    return found + [f"{p.points} points taken off: {p.why}." for p in penalties if p.points]
