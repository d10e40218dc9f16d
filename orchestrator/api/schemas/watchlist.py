"""Followed companies on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from orchestrator.api.schemas.shared import Body, Parameters, Shape, Whole, identifier
from orchestrator.api.schemas.texts import trimmed

MOST_IDS = 500
Count = Annotated[int, Field(ge=0)]
State = Literal["new", "known", "ignored", "moved"]
Status = Literal[
    "discovered", "processing", "ready", "applied", "in_progress", "skipped", "expired"
]


def _id(value: Any) -> UUID:
    found = identifier(value)
    if found is None:
        raise ValueError("Give an id.")
    return found


Id = Annotated[
    UUID,
    BeforeValidator(_id),
    WithJsonSchema({
        "type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        "minLength": 36, "maxLength": 36,
    }),
]  # fmt: skip


def _said(limit: int) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": limit,
            "pattern": r"[^\s\x00-\x1f\x7f-\x9f]",
        }
    )


class CountsOut(Shape):
    new: Count
    known: Count
    ignored: Count
    moved: Count


class BoardOut(Shape):
    id: str
    ats: str
    source: str
    token: str
    label: str
    url: str
    enabled: bool
    created_at: str
    first_checked_at: str | None
    last_checked_at: str | None
    last_ok_at: str | None
    next_check_at: str | None
    failures: Count
    last_error: str | None
    paused_at: str | None
    counts: CountsOut


class WatchlistOut(Shape):
    boards: list[BoardOut]
    next_check_at: str | None


class FollowBody(Body):
    """A careers page, a board, one of its postings, or a company's name."""

    text: Annotated[str, trimmed(2000), _said(2000)]


class BoardPatch(Body):
    label: Annotated[str, trimmed(200), _said(200)] = ""
    enabled: bool = True


class RowParameters(Parameters):
    mark: State | None = None
    limit: Annotated[Whole, Field(ge=1, le=200)] = 100
    offset: Annotated[Whole, Field(ge=0, le=100_000)] = 0


class RowOut(Shape):
    job_id: str
    mark: State
    title: str
    employer: str
    location: str | None
    job_url: str
    status: Status
    suitability_score: float | None
    first_seen_at: str
    last_seen_at: str
    listing_closed_at: str | None


class RowsOut(Shape):
    jobs: list[RowOut]
    total: Count
    counts: CountsOut


class MarkBody(Body):
    """Either `ids` of jobs on the board, or `all` that are new."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["ids"]}, {"required": ["all"]}]}
    )

    mark: Literal["new", "known", "ignored"]
    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_IDS)] = []
    all: Literal[True] = True

    @property
    def chosen(self) -> list[UUID] | None:
        return self.ids or None

    @model_validator(mode="after")
    def _one_of_both(self) -> MarkBody:
        if len(self.model_fields_set & {"ids", "all"}) != 1:
            raise ValueError("Give either ids or all.")
        return self


class MarkedOut(Shape):
    changed: Count
    counts: CountsOut


class CheckBody(Body):
    """Without `ids`: every company that is neither off nor paused."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=200)] | None = None


class CheckStarted(Shape):
    message: str
    run_id: str
