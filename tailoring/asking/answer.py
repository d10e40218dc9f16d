"""What a model answers to a request for a job's texts, read so that its good parts survive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, Field, ValidationError, model_validator

from tailoring import sentences

MOST = 60


class Said(BaseModel):
    """A headline or a sentence, with the aliases of the facts it rests on."""

    text: str = Field(max_length=2_000)
    facts: list[str] = Field(max_length=30)


class SkillGroup(BaseModel):
    name: str = Field(max_length=200)
    keywords: list[str] = Field(max_length=100)
    facts: list[str] = Field(max_length=30)


class BulletEdit(BaseModel):
    bullet: str = Field(max_length=20)
    text: str = Field(max_length=2_000)
    facts: list[str] = Field(max_length=30)
    requirement: str = Field(max_length=20)


class BulletOrder(BaseModel):
    """Aliases of bullets of one entry, those that should come first."""

    bullets: list[str] = Field(max_length=60)
    requirement: str = Field(max_length=20)


class Answer(BaseModel):
    headline: Said
    summary: list[Said] = Field(max_length=MOST)
    skills: list[SkillGroup] = Field(max_length=MOST)
    edits: list[BulletEdit] = Field(max_length=MOST)
    orders: list[BulletOrder] = Field(max_length=MOST)

    @model_validator(mode="before")
    @classmethod
    def salvaged(cls, said: Any) -> Any:
        """Parts of the wrong form are left out, unless nothing else is there."""
        if not isinstance(said, dict):
            return said
        parts: dict[str, Any] = {name: _listed(said.get(name), name) for name in _SHAPES}
        parts["headline"] = next(iter(_listed(said.get("headline"), "summary")), None)
        if not any(parts.values()) and not _is_empty(said):
            return said
        parts["headline"] = parts["headline"] or Said(text="", facts=[])
        return parts


_SHAPES: dict[str, type[BaseModel]] = {
    "summary": Said,
    "skills": SkillGroup,
    "edits": BulletEdit,
    "orders": BulletOrder,
}
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def _listed(value: Any, name: str) -> list[BaseModel]:
    """A single thing is a list of one; bare text is a sentence without facts."""
    given = value if isinstance(value, list) else [] if value in _EMPTY else [value]
    if name == "summary":
        given = [one for each in given for one in _sentences(each)]
    found = (_read(each, shape=_SHAPES[name].model_validate) for each in given)
    return [one for one in found if one is not None][:MOST]


def _sentences(value: Any) -> list[Any]:
    if not isinstance(value, str):
        return [value]
    return [{"text": text, "facts": []} for text in sentences.split(value)]


def _read(value: Any, *, shape: Callable[[Any], BaseModel]) -> BaseModel | None:
    given = {"facts": [], "requirement": ""} | value if isinstance(value, dict) else value
    try:
        return shape(given)
    except ValidationError:
        return None


def _is_empty(said: dict[str, Any]) -> bool:
    """Whether a model that fills every part had nothing to say in any."""
    headline = said.get("headline", 0)
    blank = headline in _EMPTY or (isinstance(headline, dict) and not headline.get("text"))
    return blank and all(said.get(name, 0) in _EMPTY for name in _SHAPES)
