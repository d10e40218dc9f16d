"""Webhooks and their deliveries on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.shared import Shape

Count = Annotated[int, Field(ge=0)]


class AttemptOut(Shape):
    at: str
    status: int | None
    duration_ms: Count
    reason: str
    excerpt: str


class DeliveryOut(Shape):
    id: str
    kind: Literal["job", "pipeline"]
    event: str
    state: Literal["pending", "sending", "delivered", "failed", "cancelled"]
    attempts: Count
    created_at: str
    next_at: str | None
    finished_at: str | None
    job_id: str | None
    pipeline_run_id: str | None
    log: list[AttemptOut]


class WebhookOut(Shape):
    kind: Literal["job", "pipeline"]
    configured: bool
    failures: Count
    failing_since: str | None
    disabled_at: str | None


class WebhooksOut(Shape):
    webhooks: list[WebhookOut]
    deliveries: list[DeliveryOut]


class TurnedOn(Shape):
    queued: Count
