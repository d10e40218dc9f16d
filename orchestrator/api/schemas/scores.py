"""A score with its ledger on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, WithJsonSchema

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import trimmed

Scope = Literal[
    "skill", "experience", "education", "language", "location", "eligibility", "logistics"
]
Importance = Literal["must", "nice"]
Label = Literal["met", "partial", "missing", "unknown"]
Engine = Literal["computed", "model", "user"]
Name = Annotated[
    str,
    trimmed(60),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 60, "pattern": r"\S"}),
]


def _words(limit: int) -> Any:
    said = {"type": "string", "minLength": 1, "maxLength": limit, "pattern": r"\S"}
    return Annotated[str, trimmed(limit), WithJsonSchema(said)]


class EvidenceOut(Shape):
    item_id: str
    field: str
    quote: str


class RequirementOut(Shape):
    """`ownId` is set for a row its owner wrote; delete it to leave the row to the engine again."""

    own_id: UUID | None
    scope: Scope
    importance: Importance
    weight: int
    text: str
    quote: str
    terms: list[str]
    threshold: str | None
    label: Label
    evidence: list[EvidenceOut]
    origin: Literal["rules", "model", "user"]


class RemovedRowOut(Shape):
    own_id: UUID
    scope: Scope
    text: str
    terms: list[str]


class LimitOut(Shape):
    limit: int
    why: str


class PenaltyOut(Shape):
    points: int
    why: str


class WishOut(Shape):
    words: str
    sign: Literal["plus", "minus"]
    quote: str
    points: int


class ChangeOut(Shape):
    text: str
    value: int


class CheckedFactOut(Shape):
    """A fact that an engine proposed for this card; `reason` says why it was not taken over."""

    field: str
    value: bool | float | str | None
    confidence: str
    quote: str
    reason: str


class FactOut(Shape):
    """A fact that was taken over from the description; undone ones stay in the list."""

    id: UUID
    field: str
    value: bool | float | str | None
    previous: bool | float | str | None
    quote: str
    engine: str
    undone: bool
    at: str


class CardOut(Shape):
    id: UUID
    value: int | None
    band: str
    engine: Engine
    model: str
    confidence: str
    reason: str
    base: float | None
    sub_scores: dict[str, float]
    caps: list[LimitOut]
    penalties: list[PenaltyOut]
    wishes: list[WishOut]
    what_if: list[ChangeOut]
    warnings: list[str]
    unused_instructions: list[str]
    facts: list[CheckedFactOut]
    requirements: list[RequirementOut]
    resume_id: UUID | None
    resume_revision: int | None
    rubric_version: str
    lexicon_version: str
    prompt_version: str
    fallback_reason: str | None
    outdated: bool
    created_at: str


class PastOut(Shape):
    """An earlier or the present card; `differs` from the one before it."""

    id: UUID
    value: int | None
    engine: Engine
    confidence: str
    differs: list[Literal["posting", "resume", "engine", "options", "rubric"]]
    created_at: str


class ScoreOut(Shape):
    card: CardOut | None
    removed: list[RemovedRowOut]
    facts: list[FactOut]
    history: list[PastOut]


class RequirementBody(Body):
    """A row as its owner wants it. One with the same scope and terms is replaced; `removed` leaves
    it out of the ledger. `quote` are words of the posting.
    """

    scope: Scope
    importance: Importance
    text: _words(200)  # type: ignore[valid-type]
    quote: _words(300)  # type: ignore[valid-type]
    terms: Annotated[list[Name], Field(max_length=12)] = Field(default_factory=list)
    threshold: (
        Annotated[
            str,
            Field(
                pattern=r"^(years:[0-9]{1,2}|cefr:[ABC][12]"
                r"|degree:(school|vocational|bachelor|master|phd)(\|equivalent)?)$"
            ),
        ]
        | None
    ) = None
    label: Label
    removed: bool = False
