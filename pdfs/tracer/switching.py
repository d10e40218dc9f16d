"""Switching the tracing of a job's links on: only where they can be opened."""

from __future__ import annotations

from typing import Any

from jobops.lib.errors import Problem
from pdfs.tracer import readiness
from pdfs.tracer.readiness import SENTENCES, Readiness


class TracerNotReady(Problem):
    """Links can only be traced under an address that others can reach."""

    SENTENCES = {reason: said for reason, said in SENTENCES.items() if reason}


def require_ready() -> None:
    """Ask the public address, unless it answered lately. Raises TracerNotReady."""
    found = readiness.check()
    if not found.is_ready:
        raise TracerNotReady(found.reason, tracerReadiness=told(found))


def told(found: Readiness) -> dict[str, Any]:
    """As the API says it."""
    return {
        "status": "ready" if found.is_ready else "unavailable",
        "checkedAt": found.checked_at,
        "lastSuccessAt": found.reached_at,
        "reason": found.reason or None,
    }
