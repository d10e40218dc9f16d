"""When an employer first answered an application. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orchestrator.tracking.derive import rank

OFFER = 6
# An outcome that only the employer can bring about. No answer and going quiet are none, nor is
# what the owner does.
ANSWERED = frozenset({"rejected", "offer_accepted", "offer_declined"})


@dataclass(frozen=True)
class Told:
    """A live stage event of the present round, counting or only recorded."""

    stage: str
    at: datetime
    outcome: str | None = None


def is_response(step: Told) -> bool:
    """An acknowledgement is none; a rejection is one."""
    return 1 <= rank(step.stage) <= OFFER or step.outcome in ANSWERED


def first(
    steps: Iterable[Told], *, outcome: str | None, closed_at: datetime | None
) -> datetime | None:
    """The earliest response; `outcome` and `closed_at` are what the job holds."""
    found = [step.at for step in steps if is_response(step)]
    if outcome in ANSWERED and closed_at is not None:
        found.append(closed_at)
    return min(found, default=None)


def days(start: datetime, response: datetime) -> float:
    return max((response - start).total_seconds(), 0.0) / 86_400
