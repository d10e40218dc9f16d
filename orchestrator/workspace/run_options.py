"""The fields of the run form as options of a run, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orchestrator.models import SearchPreset, User
from orchestrator.pipeline import cadence, defaults
from orchestrator.pipeline.offers import available
from orchestrator.preferences import Preferences
from orchestrator.workspace import run_place

FLAGS: Mapping[str, str] = {
    "crawl": "enableCrawling",
    "import": "enableImporting",
    "score": "enableScoring",
    "tailor": "enableAutoTailoring",
}
# Options that stand in a field as they are.
SAME: Mapping[str, str] = {
    "searchTerms": "terms", "sources": "sources", "topN": "top_n",
    "minSuitabilityScore": "minimum", "country": "country", "cityLocations": "cities",
    "workplaceTypes": "workplaces", "searchScope": "scope", "matchStrictness": "strictness",
    "runBudget": "budget", "candidates": "candidates", "scoringInstructions": "instructions",
}  # fmt: skip
FIELD_OF: Mapping[str, str] = {
    **SAME, **dict.fromkeys(FLAGS.values(), "steps"), "proximity": "near",
    "watchlistSelectedSourceIds": "boards", "boardsOnly": "sources", "blockedEmployers": "blocked",
    "name": "name", "cadence": "when",
}  # fmt: skip
DAYS = tuple((str(number), name) for number, name in enumerate(cadence.DAYS))


def asks_boards(given: Mapping[str, Any], followed: Sequence[object]) -> bool:
    chosen = given.get("boards") or "all"
    return bool(followed) and (chosen == "all" or (chosen == "some" and bool(given.get("board"))))


def options(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a run, from the cleaned fields of a form that is valid."""
    found = {key: given[name] for key, name in SAME.items() if given[name] not in (None, "")}
    found["country"] = given["country"]
    found["workplaceTypes"] = given["workplaces"] or defaults.ALL_WORKPLACES
    found |= {flag: step in given["steps"] for step, flag in FLAGS.items()}
    if near := given.get("circle"):
        found["proximity"] = near
    if given["boards"] in ("none", "some"):
        found["watchlistSelectedSourceIds"] = given["board"] if given["boards"] == "some" else []
    if not given["sources"]:
        del found["sources"]
        found |= {"boardsOnly": True} if "crawl" in given["steps"] else {}
    return found


def sketched(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same from fields of which some may not fit: those are left to the defaults."""
    blank: dict[str, Any] = {**dict.fromkeys(SAME.values()), "country": "", "boards": ""}
    blank |= {key: [] for key in ("steps", "terms", "sources", "board", "cities")}
    found = options({**blank, **given})
    return {"sources": [], **found}


def some(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of just these options."""
    shown = fields(asked)
    given = {name for key, name in FIELD_OF.items() if key in asked}
    given |= {"miles"} if "proximity" in asked else set()
    return {name: value for name, value in shown.items() if name in given}


def fields(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The fields for options with a value each."""
    near, boards = asked.get("proximity"), asked.get("watchlistSelectedSourceIds")
    return {
        **{name: asked.get(key) for key, name in SAME.items()},
        "steps": [step for step, flag in FLAGS.items() if asked.get(flag, True)],
        "near": run_place.named(near) if near else "",
        "miles": near["radiusMiles"] if near else None,
        "boards": "all" if boards is None else "some" if boards else "none",
        "board": boards or [],
    }


def usual(owner: User, mine: Preferences, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The fields before anybody typed: `asked`, else what the owner's settings say."""
    found = defaults.effective(owner, asked, strict=False)
    cannot = {one.source.id for one in available(owner) if one.reason}
    shown = fields(found)
    if "sources" not in asked:
        shown["sources"] = [one for one in found["sources"] if one not in cannot]
    return {**shown, "blocked": mine["blockedEmployers"], "at": "07:00", "day": "1"}


def saved(preset: SearchPreset) -> dict[str, Any]:
    """The fields that name a saved search and say when it runs."""
    timed = preset.cadence or {}
    return {
        "preset": str(preset.pk),
        "name": preset.name,
        "when": timed.get("kind", ""),
        "at": timed.get("at", "07:00"),
        "day": str(timed.get("day", 1)),
        "cron": timed.get("expression", ""),
    }


def timing(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """The cadence of a saved search, unchecked."""
    kind = given["when"]
    if not kind:
        return None
    if kind == "cron":
        return {"kind": kind, "expression": given["cron"]}
    day = {"day": int(given["day"] or 1)} if kind == "weekly" else {}
    return {"kind": kind, "at": given["at"], **day}
