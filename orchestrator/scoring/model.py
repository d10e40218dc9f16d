"""The one model call of scoring: what is asked, and the form an answer must have."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel, Field

from jobops.lib import prompts
from orchestrator.scoring.card import Importance, Label, Options, Scope
from orchestrator.scoring.outline import INSTRUCTIONS, Outline, advert
from orchestrator.scoring.patches import Patch
from orchestrator.scoring.posting import Posting

Shape = TypeVar("Shape", bound=BaseModel)
PROMPT_VERSION = "2026.2"
_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "prompts"
_TOKENS, _SECONDS = 4_000, 60.0


class Asked(Protocol):
    """What scoring needs of a gateway: the model's name, and an answer of a form."""

    @property
    def model(self) -> str: ...

    def parse(
        self,
        schema: type[Shape],
        *,
        purpose: str,
        system: str,
        user: str,
        max_tokens: int,
        timeout: float | None,
    ) -> Shape: ...


class Proof(BaseModel):
    item: str = Field(max_length=40)
    quote: str = Field(max_length=1_000)


class Requirement(BaseModel):
    scope: Scope
    importance: Importance
    text: str = Field(max_length=600)
    quote: str = Field(max_length=1_000)
    terms: list[str] = Field(max_length=12)
    threshold: str | None = Field(max_length=80)
    label: Label
    evidence: list[Proof] = Field(max_length=6)


class Wanted(BaseModel):
    words: str = Field(max_length=400)
    sign: Literal["plus", "minus"]
    quote: str = Field(max_length=1_000)


class Entry(BaseModel):
    text: str = Field(max_length=600)
    quote: str = Field(max_length=1_000)


class Brief(BaseModel):
    role_summary: str = Field(max_length=1_000)
    they_want: list[Entry] = Field(max_length=20)
    specifics: list[Entry] = Field(max_length=40)
    company_offers: list[Entry] = Field(max_length=20)
    practical_details: list[Entry] = Field(max_length=20)
    missing_or_unclear: list[Entry] = Field(max_length=20)
    repeated_signals: list[Entry] = Field(max_length=20)


class Fact(BaseModel):
    field: str = Field(max_length=40)
    value: bool | float | str
    confidence: Literal["high", "medium", "low"]
    evidence: str = Field(max_length=1_000)


# No field for a score: the number is computed from checked rows. Comments, not docstrings, in these
# classes: docstrings would be sent as a part of the schema.
class Answer(BaseModel):
    requirements: list[Requirement] = Field(max_length=60)
    wishes: list[Wanted] = Field(max_length=12)
    facts: list[Fact] = Field(default_factory=list, max_length=40)
    brief: Brief
    warnings: list[str] = Field(max_length=20)


def ask(posting: Posting, *, outline: Outline, options: Options, gateway: Asked) -> Answer:
    """One call. Raises LLMError."""
    system = prompts.fill(_template("scoring"), fence_rule=prompts.FENCE_RULE)
    user = prompts.fill(
        _template("scoring_user"),
        posting=prompts.fence(advert(posting)).text,
        resume=prompts.fence(outline.text).text,
        wishes=prompts.fence(prompts.told(options.instructions, limit=INSTRUCTIONS) or "none").text,
    )
    return gateway.parse(
        Answer,
        purpose="scoring",
        system=system,
        user=user,
        max_tokens=_TOKENS,
        timeout=_SECONDS,
    )


def proposed(answer: Answer) -> tuple[Patch, ...]:
    return tuple(
        Patch(one.field, one.value, one.confidence, one.evidence.strip()) for one in answer.facts
    )


@lru_cache(maxsize=4)
def _template(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
