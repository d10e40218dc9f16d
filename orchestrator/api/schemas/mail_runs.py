"""Readings of mailboxes and files on the wire. Moments are epoch milliseconds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.mail import MailItemOut, Provider
from orchestrator.api.schemas.shared import Parameters, Shape, Whole


class MailRunOut(Shape):
    """`messagesApproved` are those linked now, `messagesDenied` those a person put aside."""

    id: str
    provider: Provider
    account_key: str
    integration_id: str | None
    status: Literal["queued", "running", "completed", "failed", "cancelled"]
    is_automatic: bool
    created_at: int
    started_at: int | None
    completed_at: int | None
    duration_ms: int | None
    expected: int | None
    messages_discovered: int
    messages_relevant: int
    messages_classified: int
    messages_matched: int
    messages_approved: int
    messages_denied: int
    messages_errored: int
    messages_skipped: int
    tokens: int
    cost: float | None
    error_code: str | None
    error_message: str | None


class MailRunsOut(Shape):
    runs: list[MailRunOut]
    total: int


class MailRunMailsOut(Shape):
    run: MailRunOut
    items: list[MailItemOut]
    total: int


class MailBroughtOut(Shape):
    """`runId`: the reading of the files. `item`: the pasted mail, null when it has no sign of
    hiring, so that nothing of it is kept.
    """

    run_id: str | None
    item: MailItemOut | None


class RunsParameters(Parameters):
    provider: Provider | None = None
    limit: Annotated[Whole, Field(ge=1, le=200)] = 20


class RunMessagesParameters(Parameters):
    limit: Annotated[Whole, Field(ge=1, le=200)] = 100
