"""The options of a run as a terminal takes them; what is not given is left to the settings."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.models import User
from orchestrator.pipeline import presets

# Option of the command → name on the wire, and how its value is taken.
VALUES: dict[str, tuple[str, dict[str, Any]]] = {
    "--top": ("topN", {"type": int, "metavar": "N", "help": "prepare at most N jobs"}),
    "--min-score": (
        "minSuitabilityScore",
        {"type": int, "metavar": "S", "help": "only jobs from this score"},
    ),
    "--source": (
        "sources",
        {"action": "append", "metavar": "ID", "help": "read only this source; may be repeated"},
    ),
    "--term": (
        "searchTerms",
        {"action": "append", "metavar": "TEXT", "help": "search for this; may be repeated"},
    ),
    "--country": ("country", {"metavar": "NAME", "help": "name or two letters"}),
    "--city": (
        "cityLocations",
        {"action": "append", "metavar": "NAME", "help": "a city; may be repeated"},
    ),
    "--workplace": (
        "workplaceTypes",
        {"action": "append", "metavar": "KIND", "help": "remote, hybrid or onsite"},
    ),
    "--budget": ("runBudget", {"type": int, "metavar": "N", "help": "take at most N postings"}),
    "--candidates": (
        "candidates",
        {"metavar": "WHICH", "help": "all, or run: only what this run met"},
    ),
}
SWITCHES = {
    "--no-crawl": ("enableCrawling", "read no source; work on what is there"),
    "--no-score": ("enableScoring", "score nothing"),
    "--no-tailor": ("enableAutoTailoring", "prepare nothing"),
}


def add(parser: CommandParser) -> None:
    for flag, (_, how) in VALUES.items():
        parser.add_argument(flag, **how)
    for flag, (_, what) in SWITCHES.items():
        parser.add_argument(flag, action="store_true", help=what)
    parser.add_argument("--preset", metavar="NAME", help="the options of a saved search")
    parser.add_argument(
        "--no-wait", action="store_true", help="only start it; needs a running worker"
    )
    # What older notes say; a run is waited for anyway.
    parser.add_argument("--wait", action="store_true", help="stay until the run has ended")


def options(owner: User, given: dict[str, Any]) -> dict[str, Any]:
    """Under the names of the wire: those of the saved search, overlaid by what was typed."""
    found = _saved(owner, given["preset"]) if given["preset"] else {}
    for flag, (name, _) in VALUES.items():
        value = given[flag.removeprefix("--").replace("-", "_")]
        found |= {} if value is None else {name: value}
    for flag, (name, _) in SWITCHES.items():
        found |= {name: False} if given[flag.removeprefix("--").replace("-", "_")] else {}
    return found


def _saved(owner: User, name: str) -> dict[str, Any]:
    preset = presets.named(owner, name)
    if preset is None:
        raise CommandError(f"There is no saved search {name!r}.")
    return dict(preset.options)
