"""What the run form holds before anybody typed: the settings, a saved search, an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jobops.lib.words import later_each, say
from orchestrator import preferences
from orchestrator.models import SearchPreset, User
from orchestrator.pipeline import defaults, search_plan
from orchestrator.workspace import run_options
from orchestrator.workspace.run_form import RunForm
from orchestrator.workspace.settings_fields import Lines

NUMBERS = ("top_n", "minimum", "budget")
WHO = later_each({"model": "your model", "rules": "rules"})
# Reason for which postings were left out → options that let more of them pass.
LOOSER: Mapping[str, Mapping[str, Any]] = {
    "term": {"matchStrictness": "flexible"},
    "place": {"cityLocations": [], "proximity": None, "matchStrictness": "flexible"},
    "workplace": {"workplaceTypes": defaults.ALL_WORKPLACES},
}


def fields(owner: User, query: Mapping[str, str]) -> dict[str, Any]:
    """`query` may name a preset, or an earlier run and what to loosen in it; numbers of it stand
    above both, as far as they are numbers of the form.
    """
    preset = opened(owner, query.get("preset", ""))
    asked: Mapping[str, Any] = preset.options if preset else {}
    if earlier := _row(owner.runs, query.get("run", "")):
        asked = {**earlier.requested, **LOOSER.get(query.get("loosen", ""), {})}
    found = run_options.usual(owner, preferences.of(owner), asked)
    if preset:
        found |= run_options.saved(preset)
    form = RunForm(query, owner=owner)
    form.is_valid()
    typed = {key: form.cleaned_data.get(key) for key in NUMBERS}
    return found | {key: value for key, value in typed.items() if value is not None}


def proposed(owner: User, text: str, *, typed: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The fields with what `text` asks for in them, and what to say about that."""
    found = search_plan.propose(owner, text)
    blocked = dict.fromkeys([*Lines().to_python(typed["blocked"]), *found.blocked_employers])
    values = {**typed, **run_options.some(found.options), "blocked": list(blocked), "sentence": ""}
    said = say(
        "Filled in by {who} from “{text_}”. Look it over, then run the search.",
        who=WHO[found.engine],
        text_=text,
    )
    if found.not_understood:
        said += say(" Not understood: {listed}.", listed="; ".join(found.not_understood))
    return values, said


def opened(owner: User, pk: str) -> SearchPreset | None:
    found: SearchPreset | None = _row(owner.presets, pk)
    return found


def kept(preset: SearchPreset | None) -> dict[str, Any]:
    """Options of a saved search that the form does not show."""
    if preset is None:
        return {}
    return {key: value for key, value in preset.options.items() if key not in run_options.FIELD_OF}


def _row(rows: Any, pk: str) -> Any:
    try:
        return rows.filter(pk=UUID(pk)).first()
    except ValueError:
        return None
