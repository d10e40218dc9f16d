"""Ordered stage events → status, dates and outcome of a job. Pure: the same for every order of
arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

STAGES = {
    "applied": "Applied",
    "recruiter_screen": "Recruiter screen",
    "assessment": "Assessment",
    "hiring_manager_screen": "Hiring manager",
    "technical_interview": "Technical interview",
    "onsite": "Final round",
    "offer": "Offer",
    "closed": "Closed",
}


@dataclass(frozen=True)
class Step:
    """A counting stage event of the present round."""

    id: UUID
    stage: str
    occurred_at: datetime
    recorded_at: datetime
    outcome: str | None = None


@dataclass(frozen=True)
class Manual:
    """An outcome set by hand, apart from the timeline."""

    outcome: str | None
    closed_at: datetime | None
    set_at: datetime


@dataclass(frozen=True)
class Derived:
    status: str
    applied_at: datetime | None
    outcome: str | None
    closed_at: datetime | None


def derive(
    steps: Iterable[Step], *, manual: Manual | None, applied_at: datetime | None
) -> Derived | None:
    """None when no event counts; `applied_at` is what the job holds now."""
    ordered = sorted(steps, key=lambda step: (step.occurred_at, step.id))
    if not ordered:
        return None
    latest = ordered[-1]
    first_applied = next((s.occurred_at for s in ordered if s.stage == "applied"), applied_at)
    outcome, closed_at = _end(latest, manual=manual)
    status = "applied" if latest.stage == "applied" else "in_progress"
    return Derived(status, first_applied, outcome, closed_at)


def _end(latest: Step, *, manual: Manual | None) -> tuple[str | None, datetime | None]:
    ends = latest.stage == "closed" or latest.outcome is not None
    by_hand = manual is not None and (
        manual.set_at > latest.recorded_at or latest.stage == "closed"
    )
    outcome = latest.outcome or (manual.outcome if manual and by_hand else None)
    closed_at = latest.occurred_at if ends else manual.closed_at if manual and by_hand else None
    return outcome, closed_at
