"""The suggestion to write again, or to give up, and what a page offers to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestrator.models import Job
from orchestrator.tracking import followups
from orchestrator.tracking.derive import OUTCOMES
from orchestrator.tracking.followups import SNOOZES, Suggestion


@dataclass(frozen=True)
class Offer:
    """`sentence` says why. `outcome` is what to close as, in words, for one that is given up.
    `back` is what an address says to be led back elsewhere.
    """

    job_id: str
    sentence: str
    outcome: str
    back: str
    snoozes: tuple[int, ...] = SNOOZES


def offer(found: Suggestion, *, back: str = "") -> Offer:
    outcome = OUTCOMES[found.outcome] if found.outcome else ""
    return Offer(str(found.job.pk), found.sentence, outcome, back)


def of(job: Job, *, heard_at: datetime | None = None) -> Offer | None:
    """`heard_at` as in orchestrator.tracking.followups."""
    found = followups.of(job, heard_at=heard_at)
    return offer(found) if found else None
