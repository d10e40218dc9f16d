"""Ordered stage events → status, dates and outcome of a job. Pure: the same for every order of
arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from jobops.lib.words import later_each

# In the order of rank: an automatic step counts only when it leads further down.
STAGES = later_each(
    {
        "applied": "Applied",
        "recruiter_screen": "Recruiter screen",
        "assessment": "Assessment",
        "hiring_manager_screen": "Hiring manager",
        "technical_interview": "Technical interview",
        "onsite": "Final round",
        "offer": "Offer",
        "closed": "Closed",
    }
)
OUTCOMES = later_each(
    {
        "offer_accepted": "Offer accepted",
        "offer_declined": "Offer declined",
        "rejected": "Rejected",
        "withdrawn": "Withdrawn",
        "no_response": "No response",
        "ghosted": "Ghosted",
    }
)


@dataclass(frozen=True)
class Step:
    """A stage event of the present round. Automatic: a mail or a calendar reports it."""

    id: UUID
    stage: str
    occurred_at: datetime
    recorded_at: datetime
    outcome: str | None = None
    is_automatic: bool = False

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


def counting(steps: Iterable[Step], *, manual: Manual | None) -> frozenset[UUID]:
    """Which of all live steps count: a person's as given, an automatic one only when it leads
    further than the counting one before it. It never pulls an application back, and what is closed
    stays closed.
    """
    ordered = in_order(steps)
    kept: list[Step] = []
    for at, step in enumerate(ordered, start=1):
        before = kept[-1] if kept else None
        after = islice(ordered, at, None)
        if not step.is_automatic or (
            _leads_on(step, before) and _was_open(step, before, after, manual=manual)
        ):
            kept.append(step)
    return frozenset(step.id for step in kept)


def rank(stage: str) -> int:
    return list(STAGES).index(stage)


def _leads_on(step: Step, before: Step | None) -> bool:
    return before is None or (rank(step.stage) > rank(before.stage) and not before.ends)


def _was_open(
    step: Step, before: Step | None, after: Iterable[Step], *, manual: Manual | None
) -> bool:
    """Whether it was not closed by hand before this was written, or was opened again since."""
    if manual is None or manual.closed_at is None or step.recorded_at <= manual.set_at:
        return True
    opened = before is not None and before.recorded_at > manual.set_at
    return opened or any(later.recorded_at <= manual.set_at for later in after)


def _end(latest: Step, *, manual: Manual | None) -> tuple[str | None, datetime | None]:
    by_hand = manual is not None and (
        manual.set_at > latest.recorded_at or latest.stage == "closed"
    )
    outcome = latest.outcome or (manual.outcome if manual and by_hand else None)
    if latest.ends:
        return outcome, latest.occurred_at
    return outcome, manual.closed_at if manual and by_hand else None
