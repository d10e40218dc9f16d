"""Proposed changes, what stands behind them, versions and confirmed facts on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema, model_validator

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import trimmed
from orchestrator.api.schemas.watchlist import Id

Count = Annotated[int, Field(ge=0)]
State = Literal["supported", "asserted", "unsupported"]
ClaimKind = Literal[
    "number", "organisation", "title", "period", "degree", "certificate", "tool", "verb",
    "language", "award", "limit",
]  # fmt: skip
EditKind = Literal["headline", "summary", "skill", "rewrite", "order", "keyword", "hide"]


def _words(limit: int) -> Any:
    said = {"type": "string", "minLength": 1, "maxLength": limit, "pattern": r"[^\s\x00-\x1f\x7f]"}
    return Annotated[str, trimmed(limit), WithJsonSchema(said)]


class FactRefOut(Shape):
    address: str
    quote: str


class ClaimOut(Shape):
    """`start` and `end` are places in the text the claim stands in."""

    kind: ClaimKind
    text: str
    start: Count
    end: Count
    state: State
    why: str
    nearest: FactRefOut | None
    support: list[FactRefOut]


class EditOut(Shape):
    id: str
    kind: EditKind
    address: str
    before: str
    after: str
    reason: str
    status: Literal["proposed", "accepted", "rejected", "blocked"]
    outdated: bool
    origin: Literal["model", "computed", "user"]
    claims: list[ClaimOut]
    evidence: list[FactRefOut]
    hints: list[str]
    revision: Count
    created_at: str
    decided_at: str | None


class CheckedTextOut(Shape):
    field: Literal["headline", "summary", "skills"]
    text: str
    claims: list[ClaimOut]
    hints: list[str]


class CoveredOut(Shape):
    text: str
    terms: list[str]
    importance: Literal["must", "nice"]
    quote: str
    address: str
    where: str


class CoverageOut(Shape):
    """`share`: on the page of all that could truthfully be there, 0 to 1; null without any."""

    preview: bool
    share: Annotated[float, Field(ge=0, le=1)] | None
    on_page: list[CoveredOut]
    have: list[CoveredOut]
    gaps: list[CoveredOut]


class TailoringOut(Shape):
    texts: list[CheckedTextOut]
    edits: list[EditOut]
    undecided: Count
    coverage: CoverageOut | None


class DecisionBody(Body):
    """`claim` counts the change's claims from 0; `revision` is the one the decider saw."""

    decision: Literal["accept", "reject", "leave_out", "undo", "rewrite", "confirm"]
    text: _words(10_000) | None = None  # type: ignore[valid-type]
    claim: Annotated[int, Field(ge=0, le=1000)] | None = None
    revision: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> DecisionBody:
        if self.decision == "rewrite" and not self.text:
            raise ValueError("Give the words it should read: text.")
        if self.decision == "confirm" and self.claim is None:
            raise ValueError("Give the number of the claim: claim.")
        return self


class DecideAllBody(Body):
    decision: Literal["accept_supported", "leave_out"]


class ChangedOut(Shape):
    changed: Count


class BulletBody(Body):
    """What a bullet of the base reads for this job: other words, hidden, or as it was."""

    address: _words(300)  # type: ignore[valid-type]
    text: _words(2000) | None = None  # type: ignore[valid-type]
    hidden: bool = False


class VersionOut(Shape):
    id: str
    number: Annotated[int, Field(ge=1)]
    what: str
    actor: str
    headline: str | None
    summary: str | None
    skills: list[dict[str, Any]] | None
    project_ids: list[str] | None
    edits: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    created_at: str


class VersionsOut(Shape):
    versions: list[VersionOut]


class ConfirmedFactOut(Shape):
    id: str
    text: str
    kind: str
    resume_id: str | None
    item_id: str
    job_id: str | None
    created_at: str
    removed_at: str | None


class ConfirmedFactsOut(Shape):
    facts: list[ConfirmedFactOut]


class FactBody(Body):
    """`itemId` binds the fact to an entry of `resumeId`; without both it is of the person."""

    text: _words(1000)  # type: ignore[valid-type]
    resume_id: Id | None = None
    item_id: Annotated[str, Field(max_length=200)] = ""
