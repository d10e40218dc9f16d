"""What a run may be asked for: names as on the wire, limits as in docs/api.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jobops.lib.errors import Invalid
from jobops.lib.words import later
from orchestrator.setting_table import SCOPES
from orchestrator.sources.registry import BOARDS, SEARCHED

Check = Callable[[Any], bool]
PLACES = {"remote", "hybrid", "onsite"}


def checked(requested: Mapping[str, Any]) -> dict[str, Any]:
    """What was really asked for: null asks for the default. Raises Invalid."""
    given = {key: value for key, value in requested.items() if value is not None}
    errors = {key: ["There is no such option."] for key in requested if key not in OPTIONS}
    for key, value in given.items():
        if key in OPTIONS and not OPTIONS[key][0](value):
            errors[key] = [OPTIONS[key][1]]
    if "sources" not in errors and (wrong := _unknown(given.get("sources", ()))):
        errors["sources"] = [wrong]
    if errors:
        raise Invalid(errors)
    return given


def _unknown(sources: Any) -> str | None:
    boards = [one for one in sources if one in BOARDS]
    if boards:
        return f"{BOARDS[boards[0]].label} is read through the companies you follow."
    strange = next((one for one in sources if one not in SEARCHED), None)
    return strange and f"There is no source {strange[:40]!r}."


def _whole(low: int, high: int) -> tuple[Check, str]:
    def fits(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return fits, f"Give a whole number from {low} to {high:,}."


def _texts(most: int, *, longest: int, least: int = 0) -> tuple[Check, str]:
    def fits(value: Any) -> bool:
        return (
            isinstance(value, list)
            and least <= len(value) <= most
            and all(isinstance(one, str) and 1 <= len(one) <= longest for one in value)
        )

    number = f"{least} to {most}" if least else f"at most {most}"
    return fits, f"Give {number} texts of up to {longest} characters."


def _text(longest: int) -> tuple[Check, str]:
    return (
        lambda value: isinstance(value, str) and len(value) <= longest,
        f"Give a text of at most {longest:,} characters.",
    )


def _one_of(*choices: str) -> tuple[Check, str]:
    return lambda value: value in choices, f"Choose one of {', '.join(choices)}."


def _workplaces(value: Any) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= 3 and set(map(str, value)) <= PLACES


def _proximity(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"lat", "lon", "radiusMiles"}:
        return False
    lat, lon, radius = value["lat"], value["lon"], value["radiusMiles"]
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in value.values())
    return numbers and -90 <= lat <= 90 and -180 <= lon <= 180 and 1 <= radius <= 200


_flag = (lambda value: isinstance(value, bool), later("Give true or false."))

OPTIONS: Mapping[str, tuple[Check, str]] = {
    "topN": _whole(1, 50),
    "minSuitabilityScore": _whole(0, 100),
    "scoringInstructions": _text(4000),
    "scoreLimit": _whole(1, 500),
    "candidates": _one_of("all", "run"),
    "enableCrawling": _flag,
    "enableImporting": _flag,
    "enableScoring": _flag,
    "enableAutoTailoring": _flag,
    "sources": _texts(len(SEARCHED), longest=120, least=1),
    "runBudget": _whole(50, 1000),
    "searchTerms": _texts(100, longest=200),
    "country": _text(100),
    "cityLocations": _texts(25, longest=100),
    "proximity": (_proximity, later("Give lat, lon and radiusMiles from 1 to 200.")),
    "workplaceTypes": (_workplaces, later("Choose one to three of remote, hybrid, onsite.")),
    "searchScope": _one_of(*SCOPES),
    "matchStrictness": _one_of("exact_only", "flexible"),
    "watchlistSelectedSourceIds": _texts(200, longest=120),
    # Not of the wire: the regular look at followed companies asks no other source.
    "boardsOnly": _flag,
}
DEFAULTS: Mapping[str, Any] = {
    "topN": 10,
    "minSuitabilityScore": 50,
    "scoreLimit": 100,
    "candidates": "all",
    "enableCrawling": True,
    "enableImporting": True,
    "enableScoring": True,
    "enableAutoTailoring": True,
    "runBudget": None,
    "proximity": None,
    "watchlistSelectedSourceIds": None,
    "boardsOnly": False,
}
