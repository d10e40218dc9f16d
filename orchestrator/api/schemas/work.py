"""Requested work on the wire."""

from __future__ import annotations

from typing import Any, Literal

from orchestrator.api.schemas.shared import Shape


class OperationError(Shape):
    code: str
    message: str
    details: dict[str, Any] | None = None


class OperationOut(Shape):
    id: str
    kind: Literal[
        "process", "summarize", "generate_pdf", "rescore", "actions", "import", "schedule",
        "watchlist", "board_paused", "prompt_lab", "letter", "export", "take_in", "model_limit",
    ]  # fmt: skip
    job_id: str | None
    status: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    created_at: str
    started_at: str | None
    finished_at: str | None
    request_id: str | None
    error: OperationError | None
