"""What a list that is already on the screen has missed."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from orchestrator.jobs.freshness import Contexts
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.workspace.listing import WATCHED, Tab, live_url, tabs, working
from orchestrator.workspace.rows import COLUMNS, Place, Row, belongs, row

# Work → what is said when it ends well.
SAID: Mapping[str, str] = {"first": "Ready", "render": "PDF rebuilt", "score": "Scored"}


@dataclass(frozen=True)
class Change:
    """One row of the list: replaced by `row`, or gone. `above`: put it back behind this one."""

    id: UUID
    row: Row | None
    returns: bool = False
    above: UUID | None = None


@dataclass(frozen=True)
class News:
    changes: tuple[Change, ...]
    tabs: tuple[Tab, ...]
    live: str
    said: tuple[str, ...]
    ready: int
    at: Place


def since(owner: User, at: Place, *, watched: str) -> News:
    """`watched`: what the page was waiting for, as `working` wrote it."""
    asked, now = parsed(watched), working(owner)
    over = {pk: work for pk, work in asked.items() if f"{work}:{pk}" not in now}
    done = list(owner.jobs.filter(pk__in=over).only(*COLUMNS)) if over else []
    counts = owner.jobs.by_status()
    return News(
        changes=tuple(change(owner, job, at) for job in done),
        tabs=tabs(counts, at) if done else (),
        live=live_url(at, now),
        said=told({job: over[job.pk] for job in done}),
        ready=counts[Status.READY],
        at=at,
    )


def change(owner: User, job: Job, at: Place) -> Change:
    """How `job` looks in the list of `at` now."""
    stays = belongs(owner, at, job)
    return Change(job.pk, row(job, at, contexts=Contexts(owner)) if stays else None)


def told(done: Mapping[Job, str]) -> tuple[str, ...]:
    """One sentence per result; more than two of one kind become one sentence."""
    lines: dict[str, list[str]] = {}
    for job, work in done.items():
        lines.setdefault(heading(job, work), []).append(f"{job.title} at {job.employer}")
    return tuple(
        sentence
        for said, names in lines.items()
        for sentence in (
            [f"{said}: {name}" for name in names]
            if len(names) < 3
            else [f"{said}: {len(names)} jobs"]
        )
    )


def heading(job: Job, work: str) -> str:
    if work == "first" and job.status != Status.READY:
        return "Not ready"
    return "PDF not rebuilt" if work == "render" and job.last_error else SAID[work]


def parsed(text: str) -> dict[UUID, str]:
    """The work by job id; odd parts are left out."""
    found = {}
    for part in text.split(",")[:WATCHED]:
        work, _, pk = part.partition(":")
        with contextlib.suppress(ValueError):
            found[UUID(pk)] = work
    return {pk: work for pk, work in found.items() if work in SAID}
