"""The values of scoring: what the owner asked for, one requirement, one result."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from orchestrator.scoring.patches import Patch

Scope = Literal[
    "skill", "experience", "education", "language", "location", "eligibility", "logistics"
]
Importance = Literal["must", "nice"]
Label = Literal["met", "partial", "missing", "unknown"]
Origin = Literal["rules", "model", "user"]
Engine = Literal["computed", "model"]

FIT: frozenset[str] = frozenset({"skill", "experience", "education", "language"})
PRACTICAL: frozenset[str] = frozenset({"location", "eligibility", "logistics"})
VALUES: dict[str, float] = {"met": 1.0, "partial": 0.5, "missing": 0.0}


@dataclass(frozen=True)
class Options:
    """What the owner set. `places` are places to work in, `permits` two-letter country codes in
    which the owner may work; an empty tuple means that nothing was said."""

    penalize_missing_salary: bool = False
    missing_salary_penalty: int = 10
    instructions: str = ""
    places: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()
    relocates: bool = False


@dataclass(frozen=True)
class Evidence:
    item_id: str
    field: str
    quote: str


@dataclass(frozen=True)
class Row:
    """One requirement. `threshold`: "years:5", "degree:master", "degree:bachelor|equivalent",
    "cefr:C1", "place:…", "workplace:onsite"; None when there is nothing to reach.

    `unverified` rows claimed evidence that was not there. A partial row is `listed` when the
    profile only names the thing and the posting asks for having done it.
    """

    scope: Scope
    importance: Importance
    weight: int
    text: str
    quote: str
    terms: tuple[str, ...] = ()
    threshold: str | None = None
    label: Label = "unknown"
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = "rules"
    unverified: bool = False
    listed: bool = False


@dataclass(frozen=True)
class Standing:
    """What enters the number beside the rows: role kinship 0, 0.5 or 1; seniority steps apart;
    likeness 0–1; whether pay is known."""

    kinship: float = 0.0
    steps: int = 0
    likeness: float = 0.0
    pay_known: bool = True


@dataclass(frozen=True)
class Cap:
    limit: int
    why: str


@dataclass(frozen=True)
class Penalty:
    points: int
    why: str


@dataclass(frozen=True)
class Wish:
    """Words of the owner that the posting bears out; `points` is 5 or −5, 0 when not found."""

    words: str
    sign: Literal["plus", "minus"]
    quote: str
    points: int


@dataclass(frozen=True)
class Change:
    """What the score would be if `text` were met."""

    text: str
    value: int


@dataclass(frozen=True)
class Score:
    value: int | None
    reason: str
    band: str
    engine: Engine
    confidence: str
    sub_scores: dict[str, float] = field(default_factory=dict)
    base: float | None = None
    caps: tuple[Cap, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    wishes: tuple[Wish, ...] = ()
    rows: tuple[Row, ...] = ()
    brief: dict[str, Any] | None = None
    model: str | None = None
    rubric_version: str = ""
    lexicon_version: str = ""
    prompt_version: str = ""
    fallback_reason: str | None = None
    what_if: tuple[Change, ...] = ()
    standing: Standing = Standing()
    warnings: tuple[str, ...] = ()
    unused_instructions: tuple[str, ...] = ()
    facts: tuple[Patch, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {name: _listed(value) for name, value in asdict(self).items()}


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(entry) for entry in value]
    return value
