"""Saved prompts on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, WithJsonSchema, model_validator

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import trimmed
from tailoring.ghostwriter.prompts_kept import BODY_LIMIT, MOST, NAME_LIMIT


def _words(limit: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": limit, "pattern": r"\S"})


Name = Annotated[str, trimmed(NAME_LIMIT), _words(NAME_LIMIT)]
Words = Annotated[str, trimmed(BODY_LIMIT), _words(BODY_LIMIT)]


class PromptOut(Shape):
    """`id` of a built-in prompt is its name."""

    id: str
    name: str
    body: str
    position: int
    is_builtin: bool
    is_changed: bool
    is_hidden: bool


class NewPrompt(Body):
    name: Name
    body: Words


class PromptChanges(Body):
    name: Name | None = None
    body: Words | None = None
    position: Annotated[int, Field(ge=0, le=MOST + 10)] | None = None

    @model_validator(mode="after")
    def _something(self) -> PromptChanges:
        if not (self.name or self.body) and self.position is None:
            raise ValueError("Give a name, a body or a position.")
        return self
