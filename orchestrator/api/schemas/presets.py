"""Saved searches, proposed ones, and the start from outside, on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema

from orchestrator.api.schemas.runs import RunBody
from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import trimmed
from orchestrator.pipeline.cadence import KEYS, LONGEST
from orchestrator.pipeline.presets import LONGEST_NAME

_PARTS: dict[str, dict[str, Any]] = {
    "expression": {"type": "string", "maxLength": LONGEST, "examples": ["0 7 * * 1-5"]},
    "at": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    "day": {"type": "integer", "minimum": 0, "maximum": 6, "description": "0 is Sunday"},
}
_CADENCES = [
    {
        "type": "object",
        "properties": {"kind": {"const": kind}, **{key: _PARTS[key] for key in sorted(keys)}},
        "required": ["kind", *sorted(keys)],
        "additionalProperties": False,
    }
    for kind, keys in KEYS.items()
]
Cadence = Annotated[Any, WithJsonSchema({"anyOf": [*_CADENCES, {"type": "null"}]})]


class PresetOut(Shape):
    """`options` as of a run; `lastResult` is how the last time by itself began."""

    id: str
    name: str
    options: dict[str, Any]
    cadence: Cadence
    enabled: bool
    next_run_at: str | None
    waiting_since: str | None
    last_run_id: str | None
    last_result: Literal["started", "skipped: busy", "failed: options"] | None
    last_used_at: str | None
    created_at: str


class PresetBody(RunBody):
    """The options of a run, and when it runs by itself; no cadence is never."""

    name: Annotated[str, trimmed(LONGEST_NAME)]
    cadence: Cadence = None
    enabled: bool | None = None

    def given(self) -> dict[str, Any]:
        """Of the options."""
        found = super().given()
        return {name: found[name] for name in RunBody.model_fields if name in found}


class PresetPatch(PresetBody):
    """What is absent stays; an option that is null is the setting again."""

    name: Annotated[str, trimmed(LONGEST_NAME)] | None = None  # type: ignore[assignment]


class PlanBody(Body):
    sentence: Annotated[str, trimmed(1000)]


class PlanOut(Shape):
    """`options` as of a run. `engine`: who read the sentence."""

    options: dict[str, Any]
    blocked_employers: list[str]
    not_understood: list[str]
    engine: Literal["model", "rules"]


class TriggerOut(Shape):
    message: str
    triggered_at: str
    run_id: str
