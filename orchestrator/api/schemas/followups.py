"""Suggestions to write again, on the wire."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestrator.api.schemas.jobs import Outcome
from orchestrator.api.schemas.shared import Body, Shape


class FollowUpBody(Body):
    """`days` is how long to snooze."""

    action: Literal["snooze", "dismiss", "undo"]
    days: Literal[3, 7, 14] = 7


class SuggestionOut(Shape):
    """`n` responses, of the same source or overall, say that `thresholdDays` are usual."""

    kind: Literal["follow_up", "close"]
    outcome: Outcome | None
    silent_since: str
    silent_days: int = Field(ge=0)
    threshold_days: int = Field(ge=0)
    n: int = Field(ge=0)
    basis: Literal["source", "overall", "default"]
    sentence: str


class FollowUpOut(Shape):
    job_id: str
    snoozed_until: str | None
    dismissed_at: str | None
    suggestion: SuggestionOut | None
