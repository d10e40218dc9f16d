"""Printed links on the wire."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from orchestrator.api.schemas.shared import Parameters, Shape

Count = Annotated[int, Field(ge=0)]
Reason = Literal[
    "no_public_address", "not_checked", "private_address", "unreachable", "timeout", "other_answer"
]


class TracerQuery(Parameters):
    days: Annotated[int, Field(ge=1, le=180)] | None = None

    def begin(self) -> datetime | None:
        return timezone.now() - timedelta(days=self.days) if self.days else None


class ReadinessOut(Shape):
    status: Literal["ready", "unavailable"]
    checked_at: str | None
    last_success_at: str | None
    reason: Reason | None


class TracerLinkOut(Shape):
    id: str
    job_id: str
    title: str
    employer: str
    target: str
    people: Count
    automatic: Count
    created_at: str
    last_opened_at: str | None
    ended_at: str | None


class TracerLinksOut(Shape):
    readiness: ReadinessOut
    links: list[TracerLinkOut]


class EndedOut(Shape):
    ended: Count
