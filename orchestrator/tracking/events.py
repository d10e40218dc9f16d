"""The rows of a timeline: which count, in which order, and what stood before each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jobops.lib.errors import Problem
from orchestrator.models import Job, StageEvent
from orchestrator.tracking.derive import STAGES, Manual, Step, in_order, place

NOTE = "note"
# Sources that report what they found; a person's own step counts as given.
AUTOMATIC = frozenset({"mail", "calendar"})


class StageGone(Problem):
    SENTENCES = {"gone": "This step is no longer in the timeline."}


@dataclass(frozen=True)
class Placed:
    """A live event, and the stage of the one just before it."""

    event: StageEvent
    from_stage: str | None

    @property
    def title(self) -> str:
        return str((self.event.metadata or {}).get("eventLabel") or STAGES[self.event.to_stage])


def timeline(job: Job) -> tuple[Placed, ...]:
    """Every live event, oldest first, also those of earlier rounds."""
    return in_line(job.stages.filter(removed_at=None, undone_at=None))


def in_line(rows: Iterable[StageEvent]) -> tuple[Placed, ...]:
    """The same for rows that were read already, dead ones among them."""
    live = [row for row in rows if row.removed_at is None and row.undone_at is None]
    found = sorted(live, key=lambda event: place(event.occurred_at, event.id))
    before = (None, *(event.to_stage for event in found))
    return tuple(Placed(event, stage) for event, stage in zip(found, before, strict=False))


def placed(job: Job, event: StageEvent) -> Placed:
    return next(one for one in timeline(job) if one.event.pk == event.pk)


def steps(job: Job) -> list[Step]:
    """What counts, oldest first."""
    found = job.stages.filter(round=job.round, removed_at=None, undone_at=None, is_note=False)
    return in_order(map(step, found))


def step(event: StageEvent) -> Step:
    return Step(
        event.id,
        event.to_stage,
        event.occurred_at,
        event.recorded_at,
        event.outcome,
        is_automatic=event.source in AUTOMATIC,
    )


def counts(event: StageEvent, job: Job) -> bool:
    live = event.removed_at is None and event.undone_at is None
    return live and not event.is_note and event.round == job.round


def present_stage(found: Iterable[Step]) -> str:
    """Where the application stands; a job without one is treated as if it began."""
    return next((step.stage for step in reversed([*found])), "applied")


def is_note(metadata: Mapping[str, Any] | None) -> bool:
    return (metadata or {}).get("eventType") == NOTE


def manual(job: Job) -> Manual | None:
    stored: dict[str, Any] | None = job.manual_outcome
    if stored is None:
        return None
    closed = stored.get("closedAt")
    return Manual(
        stored.get("outcome"),
        datetime.fromisoformat(closed) if closed else None,
        datetime.fromisoformat(stored["setAt"]),
    )


def mark(event: StageEvent) -> str:
    """Differs whenever what an editor saw of an event differs."""
    second, _ = place(event.occurred_at, event.id)
    seen = [event.to_stage, second, event.outcome, event.metadata]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]
