"""Exports on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.shared import Shape


class ExportOut(Shape):
    """`size` in bytes, `counts` rows by table, `href` where it lies; all null until it is made."""

    id: str
    status: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    created_at: str
    finished_at: str | None
    size: Annotated[int, Field(ge=0)] | None
    counts: dict[str, int] | None
    href: str | None
