"""Edits of a job's facts and texts: by the owner, by an engine, by a source.

Every text an engine may write has a revision. The owner's write raises it, and an engine's result
is stored only into fields whose revision is what it was when the engine began.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Refused
from jobops.lib.text import canonical_url
from orchestrator import lifecycle
from orchestrator.jobs import deadlines, employers
from orchestrator.jobs.identity import employer_key
from orchestrator.models import Job
from orchestrator.sponsors import matching

# field → its revision column; each is a text an engine may also write.
REVISIONS: Mapping[str, str] = {
    "description": "description_revision",
    "tailored_summary": "summary_revision",
    "tailored_headline": "headline_revision",
    "tailored_skills": "skills_revision",
    "selected_project_ids": "projects_revision",
    "score": "score_revision",
    "score_reason": "reason_revision",
    "brief": "brief_revision",
}
# What a score is read from; tailoring.briefing makes the value of it.
SCORED = frozenset(
    {"title", "employer", "description", "location", "salary", "salary_min", "salary_max",
     "job_type", "job_level", "job_function", "disciplines", "degree_required", "is_remote",
     "workplace", "deadline", "starting", "extras"}
)  # fmt: skip
TEXTS = ("tailored_summary", "tailored_headline", "tailored_skills", "selected_project_ids")
# The base of a job is chosen by its score as long as the owner has not chosen one.
AUTHORED = (*TEXTS, "resume_id")


@dataclass(frozen=True)
class Stored:
    """What became of an engine's result: `kept` fields held something newer."""

    job: Job
    kept: tuple[str, ...] = ()
    inputs_changed: bool = False
    changed: tuple[str, ...] = field(default=())


def edit(
    job: Job,
    changes: Mapping[str, Any],
    *,
    actor: str,
    expected: Any = None,
    then: Callable[[Job, frozenset[str]], None] | None = None,
) -> Job:
    """Write the owner's values, all or nothing. Equal values write nothing and raise no event.

    `expected` is the `updated_at` the caller saw. `then` runs in the same transaction with the row
    and the names of what really changed. Raises Refused(revision_mismatch, duplicate_url).
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if expected is not None and expected != row.updated_at:
            raise Refused("revision_mismatch", updatedAt=row.updated_at)
        before = lifecycle.snapshot(row)
        changed = _assign(row, changes)
        if not changed:
            return row
        _follow(row, changed, changes=changes)
        if actor in ("user", "admin"):
            row.owner_edited = sorted({*row.owner_edited, *changed})
        kind = "job.outcome_set" if changed <= {"outcome", "closed_at"} else "job.edited"
        if "canonical_url" in changed:
            _refuse_duplicate(row)
        lifecycle.record(
            row, kind, before=before, actor=actor, context={"data": {"fields": sorted(changed)}},
            undoable=kind == "job.outcome_set",
        )  # fmt: skip
        if then:
            then(row, frozenset(changed))
    return row


def store_texts(
    job: Job,
    values: Mapping[str, Any],
    *,
    origin: str,
    started: Mapping[str, int],
    actor: str,
    along: Callable[[Job, Sequence[str]], frozenset[str]] | None = None,
    kind: str = "job.tailored",
) -> Stored:
    """Write an engine's texts where the owner wrote nothing since `started` (revisions by
    field).

    `along` writes in the same transaction what belongs to them. It gets the row and the kept
    fields, and names what else of the job it changed.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        before = lifecycle.snapshot(row)
        kept = tuple(name for name in values if revisions(row)[name] != started[name])
        changed = _assign(row, {k: v for k, v in values.items() if k not in kept}, origin=origin)
        changed |= along(row, kept) if along else frozenset()
        moved = revisions(row)["description"] != started["description"]
        if not changed:
            return Stored(row, kept, moved)
        row.renew_inputs(at=timezone.now())
        data = {"fields": sorted(changed), "kept": list(kept), "engine": origin}
        lifecycle.record(row, kind, before=before, actor=actor, context={"data": data})
    return Stored(row, kept, moved, tuple(sorted(changed)))


def revisions(job: Job) -> dict[str, int]:
    return {name: getattr(job, column) for name, column in REVISIONS.items()}


def _assign(row: Job, changes: Mapping[str, Any], *, origin: str = "user") -> set[str]:
    changed = {name for name, value in changes.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, changes[name])
        if name in REVISIONS:
            setattr(row, REVISIONS[name], getattr(row, REVISIONS[name]) + 1)
        if name in AUTHORED:
            row.origins = {**row.origins, name: origin}
    return changed


def _follow(row: Job, changed: set[str], *, changes: Mapping[str, Any]) -> None:
    """What must be true after an edit: dates parsed again, stale derivations dropped, digest
    renewed.
    """
    if "job_url" in changed:
        row.canonical_url = canonical_url(row.job_url)
        changed.add("canonical_url")
    if "deadline" in changed:
        found_on = row.discovered_at.date()
        row.deadline_at = deadlines.day_of(
            row.deadline, on=found_on, posted_on=row.posted_on, location=row.location
        )
    if changed & {"employer", "employer_url"}:
        row.employer_key = employer_key(row.employer)
        employers.known_as(row.owner_id, [row])
    if "employer" in changed and not changed & {"sponsor_score", "sponsor_names"}:
        matching.fill([row])
    if "description" in changed:
        row.description_html, row.description_truncated = None, False
        if "brief" not in changes and row.brief is not None:
            row.brief, row.brief_revision = None, row.brief_revision + 1
    if changed & SCORED:
        row.score_outdated = row.score is not None
    if "score" in changed:
        row.score_engine, row.score_confidence, row.score_outdated = "user", None, False
    if changed & {"outcome", "closed_at"}:
        _set_by_hand(row)
    row.renew_inputs(at=timezone.now())


def _set_by_hand(row: Job) -> None:
    """An outcome typed by the owner is kept apart, for the timeline to weigh when it moves on."""
    if row.outcome is None:
        row.closed_at = row.manual_outcome = None
        return
    closed = row.closed_at.isoformat() if row.closed_at else None
    now = timezone.now().isoformat()
    row.manual_outcome = {"outcome": row.outcome, "closedAt": closed, "setAt": now}


def _refuse_duplicate(row: Job) -> None:
    other = (
        Job.objects.filter(owner_id=row.owner_id, canonical_url=row.canonical_url)
        .exclude(pk=row.pk)
        .values_list("pk", flat=True)
        .first()
    )
    if other:
        raise Refused("duplicate_url", jobId=str(other))
