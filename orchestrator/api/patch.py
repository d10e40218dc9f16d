"""PATCH of a job: values and status in one transaction, all or nothing, in the words of the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.api.moves import move
from orchestrator.api.schemas.jobs import JobPatch
from orchestrator.api.wire import iso, milliseconds
from orchestrator.models import Job
from orchestrator.pipeline import edits
from orchestrator.tracking import outcome
from pdfs.tracer import switching

# Field of the body → attribute of the row, where they differ.
ATTRIBUTES = {
    "job_description": "description", "suitability_score": "score",
    "suitability_reason": "score_reason", "job_brief": "brief",
    "sponsor_match_score": "sponsor_score", "sponsor_match_names": "sponsor_names",
    "tracer_links_enabled": "tracer_links",
}  # fmt: skip


def patch(job: Job, body: JobPatch, *, actor: str) -> Job:
    """Store what differs, then take the step to the wanted status. Raises Refused and the
    refusals of the lifecycle; then nothing was written.
    """
    given = body.given()
    expected, target = given.pop("expected_updated_at", None), given.pop("status", None)
    if given.get("tracer_links_enabled") and not job.tracer_links:
        switching.require_ready()
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if expected is not None and milliseconds(expected) != milliseconds(row.updated_at):
            raise Refused("revision_mismatch", updatedAt=iso(row.updated_at))
        changes = _changes(row, given)
        if changes:
            row = edits.save(row, changes, actor=actor)
        return move(row, target, actor=actor) if target and target != row.status else row


def _changes(row: Job, given: Mapping[str, Any]) -> dict[str, Any]:
    changes = {ATTRIBUTES.get(name, name): value for name, value in given.items()}
    if (seconds := changes.get("closed_at")) is not None:
        changes["closed_at"] = datetime.fromtimestamp(seconds, tz=UTC)
    return {**changes, **outcome.closing(row, changes)}
