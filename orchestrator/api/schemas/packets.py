"""Packets on the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from orchestrator.api.schemas.shared import Shape


class PacketOut(Shape):
    """`manifest` is what `seal` was taken of, as canonical JSON: keys sorted, no spaces."""

    id: str
    job_id: str
    round: Annotated[int, Field(ge=1)]
    applied_at: str
    frozen_at: str
    voided_at: str | None
    seal: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    schema_version: int
    has_pdf: bool
    has_letter: bool
    manifest: dict[str, Any]
