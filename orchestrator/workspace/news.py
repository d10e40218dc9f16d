"""What a list that is already on the screen has missed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from orchestrator.jobs.freshness import Contexts
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.workspace.listing import WATCHED, Tab, live_url, tabs, working
from orchestrator.workspace.rows import COLUMNS, Place, Row, row


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
    """`watched`: the ids the page was waiting for, as it sent them."""
    asked = parsed(watched)
    now = working(owner)
    done = list(owner.jobs.filter(pk__in=asked - set(now)).only(*COLUMNS)) if asked else []
    counts = owner.jobs.by_status()
    return News(
        changes=tuple(change(owner, job, at) for job in done),
        tabs=tabs(counts, at) if done else (),
        live=live_url(at, now),
        said=told(done),
        ready=counts[Status.READY],
        at=at,
    )


def change(owner: User, job: Job, at: Place) -> Change:
    """How `job` looks in the list of `at` now."""
    stays = job.status in at.kind.statuses and (at.closed or not job.closed_at or at.tab == "all")
    return Change(job.pk, row(job, at, contexts=Contexts(owner)) if stays else None)


def told(done: list[Job]) -> tuple[str, ...]:
    """One sentence per result; many of one kind become one sentence."""
    ready = [job for job in done if job.status == Status.READY and not job.last_error]
    failed = [job for job in done if job.last_error]
    said = [f"Ready: {job.title} at {job.employer}" for job in ready]
    grouped = said if len(said) <= 2 else [f"{len(said)} jobs are Ready"]
    return (*grouped, *(f"Not done: {job.title} at {job.employer}" for job in failed[:2]))


def parsed(text: str) -> set[UUID]:
    """The ids in `text`; odd ones are left out."""
    found = set()
    for part in text.split(",")[:WATCHED]:
        try:
            found.add(UUID(part))
        except ValueError:
            continue
    return found
