"""How it ended, said by hand: stored apart from the timeline, and weighed against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from orchestrator.jobs import facts
from orchestrator.models import Job


def record(job: Job, outcome: str | None, *, actor: str, closed_at: datetime | None = None) -> Job:
    """Set the outcome, closed at `closed_at` or now; None clears both. The status stays."""
    given = {"outcome": outcome, **({"closed_at": closed_at} if closed_at else {})}
    return facts.edit(job, {**given, **closing(job, given)}, actor=actor)


def closing(job: Job, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The closing time that belongs to `changes`: an outcome is set at a time, and no outcome has
    none.
    """
    if "outcome" in changes and changes["outcome"] is None:
        return {"closed_at": None}
    if (given := changes.get("closed_at")) is not None:
        # The wire knows whole seconds; naming the stored one is no change.
        same = job.closed_at is not None and int(job.closed_at.timestamp()) == given.timestamp()
        return {"closed_at": job.closed_at if same else given}
    if "outcome" in changes and "closed_at" not in changes and changes["outcome"] != job.outcome:
        return {"closed_at": timezone.now()}
    return {}
