"""A job's employer among visa sponsors, on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.shared import Shape


class SponsorMatch(Shape):
    name: str
    score: Annotated[float, Field(ge=0, le=100)]


class SponsorOut(JobOut):
    """`matchResults`: names in the registers, the surest first."""

    match_results: Annotated[list[SponsorMatch], Field(max_length=5)]
