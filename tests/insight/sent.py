"""Thirty applications whose figures are worked out by hand in test_figures.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orchestrator.models import Job, StageEvent, User
from tests import make

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
START = datetime(2026, 6, 1, 9, tzinfo=UTC)
# (how many, source, day sent, [(stage, days later)], outcome, days until it was closed)
GROUPS = (
    # Answered after 4 days with a screen, then a technical interview after 9: 6 of lever.
    (6, "lever", 0, [("recruiter_screen", 4), ("technical_interview", 9)], None, None),
    # An offer after 12 days, accepted after 15.
    (1, "lever", 0, [("technical_interview", 6), ("offer", 12)], "offer_accepted", 15),
    # Rejected after 8 days without anything before: a response, not a positive one.
    (8, "greenhouse", 5, [], "rejected", 8),
    # Nothing at all so far, sent on day 10 and day 27.
    (9, "greenhouse", 10, [], None, None),
    (2, "manual", 27, [], None, None),
    # Given up as never answered after 12 days.
    (4, "greenhouse", 10, [], "no_response", 12),
)


def thirty(owner: User) -> None:
    for count, source, day, steps, outcome, closed in GROUPS:
        for _ in range(count):
            application(owner, source, day, steps, outcome=outcome, closed=closed)


def application(
    owner: User,
    source: str,
    day: int,
    steps: list[tuple[str, int]],
    *,
    outcome: str | None = None,
    closed: int | None = None,
) -> Job:
    at = START + timedelta(days=day)
    ended = at + timedelta(days=closed) if closed is not None else None
    status = "in_progress" if steps or ended else "applied"
    job = make.job(
        owner, source=source, status=status, applied_at=at, outcome=outcome, closed_at=ended
    )
    told = [("applied", 0), *steps]
    for stage, later in told:
        StageEvent.objects.create(
            job=job, round=1, to_stage=stage, occurred_at=at + timedelta(days=later)
        )
    if ended:
        StageEvent.objects.create(
            job=job, round=1, to_stage="closed", occurred_at=ended, outcome=outcome
        )
    return job
