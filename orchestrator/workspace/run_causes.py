"""Why a run brought nothing, and what may help: each cause in its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobops.lib.words import later, number, say
from orchestrator.models import PipelineRun
from orchestrator.workspace.run_words import counted

# Reason → what lets more postings pass, and where.
WAYS: Mapping[str, tuple[str, str]] = {
    "term": (later("Search loosely"), "/runs/new?run={run}&loosen=term"),
    "place": (later("Look further"), "/runs/new?run={run}&loosen=place"),
    "workplace": (later("Any kind of workplace"), "/runs/new?run={run}&loosen=workplace"),
    "age": (later("Take older postings"), "/settings/sources#set_postingAge"),
    "blocked": (later("Employers left out"), "/settings/sources#set_blockedEmployers"),
}


@dataclass(frozen=True)
class Way:
    label: str
    url: str


@dataclass(frozen=True)
class Nothing:
    """`cause`: none_asked, all_failed, none_there or filtered."""

    cause: str
    title: str
    text: str
    ways: tuple[Way, ...]


def nothing(run: PipelineRun, rows: Sequence[Mapping[str, Any]]) -> Nothing | None:
    """`rows` are those of insights. None when the run took a posting, or asked nobody at all on
    purpose.
    """
    if any(one["taken"] for one in rows) or not run.options.get("enableCrawling"):
        return None
    if run.error_message and not rows:
        return None
    asked = [one for one in rows if one["state"] not in ("skipped", "cancelled", "pending")]
    if not asked:
        return _none_asked(rows)
    if all(one["state"] in ("failed", "partial") for one in asked):
        return _all_failed(run, asked)
    out = Counter[str]()
    for one in asked:
        out.update(one["filtered"])
    if out:
        return _filtered(run, out)
    text = say("The sources answered, and had no postings for this search.")
    ways = (Way(say("Change the search"), f"/runs/new?run={run.pk}"),)
    return Nothing("none_there", say("Nothing was found"), text, ways)


def _none_asked(rows: Sequence[Mapping[str, Any]]) -> Nothing:
    why = " ".join(sorted({str(one["error"]["sentence"]) for one in rows if one["error"]}))
    ways = (Way(say("Choose sources"), "/settings/sources#set_searchSources"),)
    text = why or say("No source is chosen, and no company is followed.")
    return Nothing("none_asked", say("Nobody was asked"), text, ways)


def _all_failed(run: PipelineRun, asked: Sequence[Mapping[str, Any]]) -> Nothing:
    text = run.error_message or "; ".join(
        f"{one['label']}: {(one['error'] or {}).get('sentence', '')}" for one in asked
    )
    return Nothing("all_failed", say("No source could be read"), text, ())


def _filtered(run: PipelineRun, out: Counter[str]) -> Nothing:
    total = sum(out.values())
    most = [reason for reason, _ in out.most_common() if reason in WAYS]
    ways = tuple(Way(label, url.format(run=run.pk)) for label, url in map(WAYS.__getitem__, most))
    title = say("The filters removed all {total}", total=number(total))
    return Nothing("filtered", title, f"{counted(out)}.", ways)
