"""Cover letters on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema, model_validator

from orchestrator.api.schemas.shared import Body, Flag, Parameters, Shape
from orchestrator.api.schemas.tailoring import ClaimOut
from orchestrator.api.schemas.texts import trimmed
from orchestrator.api.schemas.watchlist import Id
from tailoring.letters import LONGEST

TEXT = {
    "type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"[^\s\x00-\x1f\x7f]",
}  # fmt: skip
Text = Annotated[str, trimmed(LONGEST), WithJsonSchema(TEXT)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$", max_length=12)]
Place = Annotated[int, Field(ge=0)]


class PlaceholderOut(Shape):
    text: str
    start: Place
    end: Place


class LetterPdfOut(Shape):
    url: str
    pages: int | None
    printed_at: str | None


class LetterOut(Shape):
    """`start` and `end` count code points of `text`. `ready`: no claim and no place is open."""

    id: str
    job_id: str
    version: Annotated[int, Field(ge=1)]
    language: str
    text: str
    origin: Literal["user", "model", "computed"]
    message_id: str | None
    claims: list[ClaimOut]
    placeholders: list[PlaceholderOut]
    ready: bool
    confirmed_at: str | None
    pdf: LetterPdfOut | None
    created_at: str


class LetterBody(Body):
    """Words of one's own, or the reply `messageId` with what stands around its letter left out."""

    text: Text | None = None
    language: Language | None = None
    message_id: Id | None = None

    @model_validator(mode="after")
    def _complete(self) -> LetterBody:
        if self.text is None and self.message_id is None:
            raise ValueError("Give the text of the letter, or the messageId of a reply.")
        return self


class LetterChangeBody(Body):
    text: Text
    language: Language | None = None


class LetterDecisionBody(Body):
    """`claim` counts the letter's claims from 0; `text` is what the caller saw it say."""

    decision: Literal["confirm", "reopen", "confirm_claim"]
    claim: Annotated[int, Field(ge=0, le=10_000)] | None = None
    text: Annotated[str, Field(max_length=LONGEST)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> LetterDecisionBody:
        if self.decision == "confirm_claim" and self.claim is None:
            raise ValueError("Give the number of the claim: claim.")
        return self


class LetterPdfParameters(Parameters):
    download: Flag = False
