"""Asking once more what did not answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from orchestrator.models import PipelineRun
from orchestrator.pipeline import runs
from orchestrator.workspace.run_reading import key


def begin(run: PipelineRun, *, only: str = "") -> UUID | None:
    """The id of a run with the options of `run` that asks what failed in it; `only` names one
    source of it. None when nothing did. Raises Invalid or Refused.
    """
    failed = [
        item
        for item in run.items.filter(step="crawling", state="failed").order_by("rank")
        if only in ("", key(item.plan["source"], item.plan.get("board")))
    ]
    if not failed:
        return None
    options = narrowed(
        run.requested,
        sources=[item.plan["source"] for item in failed if item.kind == "source"],
        boards=[item.reference for item in failed if item.kind == "board"],
    )
    return runs.start(run.owner, options=options, trigger="manual", actor="user").pk


def narrowed(asked: dict[str, Any], *, sources: list[str], boards: list[str]) -> dict[str, Any]:
    """The same options for these sources and boards alone."""
    rest = {key: value for key, value in asked.items() if key not in ("sources", "boardsOnly")}
    some = {"sources": sources} if sources else {"boardsOnly": True}
    return {**rest, **some, "enableCrawling": True, "watchlistSelectedSourceIds": boards}
