"""Watching a run from a terminal: a line whenever something moved, and a summary at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from orchestrator.models import PipelineRun
from orchestrator.ops.own_worker import OwnWorker
from orchestrator.pipeline import insights, progress, runs

EVERY = 0.5
NOTICES = {
    "resume_missing": "There is no base résumé yet, so nothing was prepared.",
    "terms_missing": "There are no search terms, so everything recent was taken.",
}
Say = Callable[[str], object]


def see_through(run: PipelineRun, *, say: Say) -> None:
    """Until the run has ended. With no worker about, one works for it; Ctrl-C cancels the run."""
    with OwnWorker() as own:
        try:
            _follow(run, own, say)
        except KeyboardInterrupt:
            say("Cancelling the run; what is under way may end.")
            if run.status == "running":
                runs.cancel(run.owner, actor="user")
            _follow(run, own, say)


def _follow(run: PipelineRun, own: OwnWorker, say: Say) -> None:
    last = ""
    while True:
        run.refresh_from_db()
        shown = progress.snapshot(run.owner)
        line = f"{shown['message']} {shown['detail']}".strip()
        if line != last:
            last = line
            say(line)
        if run.status != "running":
            return
        own.look_after()
        time.sleep(EVERY)


def summary(run: PipelineRun) -> Iterator[str]:
    """A line per source, then what it came to."""
    found = insights.insights(run)
    for row in found["perSource"]:
        yield f"  {row['label']}: {_source(row)}"
    if found["notice"]:
        yield NOTICES.get(found["notice"], found["notice"])
    counts = found["counts"]
    yield (
        f"{counts['created']:,} new jobs, {counts['duplicates']:,} known, "
        f"{counts['scored']:,} scored, {counts['processed']:,} of {counts['selected']:,} prepared."
    )
    for error in found["errors"]:
        if error["job"]:
            yield f"  {error['job']['title']} at {error['job']['employer']}: {error['sentence']}"


def _source(row: dict[str, Any]) -> str:
    said = []
    if row["fetched"]:
        filtered = sum(row["filtered"].values())
        known = row["taken"] - row["created"]
        said = [f"{row['fetched']:,} read", f"{row['created']:,} new", f"{known:,} known",
                f"{filtered:,} not wanted"]  # fmt: skip
        said += [f"{row['bad']:,} unreadable"] if row["bad"] else []
    if row["error"]:
        said.append(f"{row['state']}: {row['error']['sentence']}")
    return ", ".join(said) or ("nothing there" if row["state"] == "succeeded" else row["state"])
