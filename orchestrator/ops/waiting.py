"""Watching a run from a terminal: a line whenever something moved."""

from __future__ import annotations

import time
from collections.abc import Iterator

from orchestrator.models import PipelineRun
from orchestrator.pipeline import progress

EVERY = 0.5


def follow(run: PipelineRun) -> Iterator[str]:
    """Lines until the run has ended."""
    last = ""
    while True:
        run.refresh_from_db()
        shown = progress.snapshot(run.owner)
        line = f"{shown['message']} {shown['detail']}".strip()
        if line != last:
            last = line
            yield line
        if run.status != "running":
            return
        time.sleep(EVERY)
