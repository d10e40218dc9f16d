"""Ordered stage events → status, dates and outcome of a job. Pure: the same for every order of
arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# In the order of rank: an automatic step counts only when it leads further down.
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
OUTCOMES = {
    "offer_accepted": "Offer accepted",
    "offer_declined": "Offer declined",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "no_response": "No response",
    "ghosted": "Ghosted",
}


@dataclass(frozen=True)
class Step:
    """A counting stage event of the present round."""

    id: UUID
    stage: str
    occurred_at: datetime
    recorded_at: datetime
    outcome: str | None = None

    @property
    def ends(self) -> bool:
        return self.stage == "closed" or self.outcome is not None


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


def place(occurred_at: datetime, id: UUID) -> tuple[int, UUID]:
    """Where an event stands in the timeline. The wire knows whole seconds, so the order does
    too: what was written later in one second comes later.
    """
    return int(occurred_at.timestamp()), id


def in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: place(step.occurred_at, step.id))


def derive(
    steps: Iterable[Step], *, manual: Manual | None, applied_at: datetime | None
) -> Derived | None:
    """None when no event counts; `applied_at` is what the job holds now."""
    ordered = in_order(steps)
    if not ordered:
        return None
    latest = ordered[-1]
    first_applied = next((s.occurred_at for s in ordered if s.stage == "applied"), applied_at)
    outcome, closed_at = _end(latest, manual=manual)
    status = "applied" if latest.stage == "applied" else "in_progress"
    return Derived(status, first_applied, outcome, closed_at)


def may_count(new: Step, steps: Sequence[Step], *, closed_at: datetime | None) -> bool:
    """Whether an automatic event moves the application on. It never pulls one back, and what is
    closed stays closed; `closed_at` is what the job holds now.
    """
    at = place(new.occurred_at, new.id)
    before = [step for step in in_order(steps) if place(step.occurred_at, step.id) < at]
    if len(before) == len(steps) and closed_at is not None:
        return False
    if not before:
        return True
    return rank(new.stage) > rank(before[-1].stage) and not before[-1].ends


def rank(stage: str) -> int:
    return list(STAGES).index(stage)


def _end(latest: Step, *, manual: Manual | None) -> tuple[str | None, datetime | None]:
    by_hand = manual is not None and (
        manual.set_at > latest.recorded_at or latest.stage == "closed"
    )
    outcome = latest.outcome or (manual.outcome if manual and by_hand else None)
    if latest.ends:
        return outcome, latest.occurred_at
    return outcome, manual.closed_at if manual and by_hand else None
