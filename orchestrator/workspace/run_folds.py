"""The folded parts of the run form: what each holds in a few words, and whether it opens itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobops.lib.words import say, within
from orchestrator.pipeline import cadence
from orchestrator.pipeline.defaults import ALL_WORKPLACES
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import run_options
from orchestrator.workspace.run_form import STEPS, RunForm
from orchestrator.workspace.settings_sections import FIELDS

PARTS: Mapping[str, tuple[str, ...]] = {
    "sentence": ("sentence",),
    "where": ("country", "cities", "near", "miles", "workplaces", "scope", "strictness"),
    "limits": ("budget", "boards", "board", "blocked"),
    "steps": ("steps", "candidates", "instructions"),
    "save": ("name", "when", "at", "day", "cron"),
}
WORKPLACES = dict(FIELDS["searchWorkplaces"].choices)


@dataclass(frozen=True)
class Fold:
    """`said`: what it holds beyond the usual. `opens`: something in it needs a look."""

    said: str
    opens: bool


def folds(form: RunForm, given: Mapping[str, Any]) -> dict[str, Fold]:
    """`given` are the cleaned fields, as far as they fit."""
    said = {
        "where": where(given),
        "limits": limits(given, many=len(form.followed)),
        "steps": steps(given),
        "save": saving(given),
        "sentence": "",
    }
    return {
        part: Fold(said[part], any(name in form.errors for name in names))
        for part, names in PARTS.items()
    }


def where(given: Mapping[str, Any]) -> str:
    kinds = given.get("workplaces") or ALL_WORKPLACES
    near = given.get("near")
    parts = [
        given.get("country") or say("anywhere"),
        *given.get("cities", ()),
        say("{get} miles around {near}", get=given.get("miles") or 25, near=near) if near else "",
        say(" or ").join(within(WORKPLACES[one]) for one in kinds) if len(set(kinds)) < 3 else "",
        say("loosely") if given.get("strictness") == "flexible" else "",
    ]
    return _listed(parts)


def limits(given: Mapping[str, Any], *, many: int) -> str:
    budget, blocked = given.get("budget"), given.get("blocked")
    read = {"none": 0, "some": len(given.get("board") or ())}.get(given.get("boards", ""), many)
    parts = [
        say("at most {postings}", postings=plural(budget, "posting"))
        if budget
        else say("no limit"),
        say("{boards} you follow", boards=plural(read, "board")) if many else "",
        say("{employers} left out", employers=plural(len(blocked), "employer")) if blocked else "",
    ]
    return _listed(parts)


def steps(given: Mapping[str, Any]) -> str:
    left = [within(label) for name, label in STEPS if name not in given.get("steps", ())]
    parts = [say("does not {one_}", one_=one) for one in left]
    if given.get("candidates") == "run":
        parts.append(say("chooses among what it meets"))
    return _listed(parts) or say("everything")


def saving(given: Mapping[str, Any]) -> str:
    if not given.get("when"):
        return ""
    timed = run_options.timing({"at": "", "cron": "", "day": "1", **given})
    return cadence.told(timed)


def _listed(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)
