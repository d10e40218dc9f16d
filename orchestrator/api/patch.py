"""PATCH of a job: values and status in one transaction, all or nothing, in the words of the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from jobops.lib.errors import Problem, Refused
from orchestrator import lifecycle
from orchestrator.api.schemas.jobs import JobPatch
from orchestrator.api.wire import iso, milliseconds
from orchestrator.lifecycle import IllegalTransition, PdfRequired, Status
from orchestrator.models import Job
from orchestrator.pipeline import edits
from orchestrator.tracking import outcome, stages

# Field of the body → attribute of the row, where they differ.
ATTRIBUTES = {
    "job_description": "description", "suitability_score": "score",
    "suitability_reason": "score_reason", "job_brief": "brief",
    "sponsor_match_score": "sponsor_score", "sponsor_match_names": "sponsor_names",
    "tracer_links_enabled": "tracer_links",
}  # fmt: skip
# Present status → wanted status → the step that leads there.
STEPS: Mapping[str, Mapping[str, str]] = {
    Status.DISCOVERED: {
        Status.READY: "mark_ready", Status.APPLIED: "apply",
        Status.SKIPPED: "skip", Status.EXPIRED: "expire",
    },
    Status.PROCESSING: {Status.DISCOVERED: "cancel_processing", Status.APPLIED: "apply"},
    Status.READY: {
        Status.DISCOVERED: "return_to_discovered", Status.APPLIED: "apply",
        Status.SKIPPED: "skip", Status.EXPIRED: "expire",
    },
    Status.APPLIED: {Status.DISCOVERED: "reopen", Status.IN_PROGRESS: "log"},
    Status.IN_PROGRESS: {},
    Status.SKIPPED: {Status.DISCOVERED: "reopen", Status.APPLIED: "apply"},
    Status.EXPIRED: {Status.DISCOVERED: "reopen", Status.APPLIED: "apply"},
}  # fmt: skip


class TracerNotReady(Problem):
    """Links can only be traced under an address that others can reach."""

    SENTENCES = {
        "not_ready": "Tracer links need a public address: set JOBOPS_PUBLIC_BASE_URL first."
    }


def patch(job: Job, body: JobPatch, *, actor: str) -> Job:
    """Store what differs, then take the step to the wanted status. Raises Refused and the
    refusals of the lifecycle; then nothing was written.
    """
    given = body.given()
    expected, target = given.pop("expected_updated_at", None), given.pop("status", None)
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if expected is not None and milliseconds(expected) != milliseconds(row.updated_at):
            raise Refused("revision_mismatch", updatedAt=iso(row.updated_at))
        changes = _changes(row, given)
        if changes:
            row = edits.save(row, changes, actor=actor)
        return move(row, target, actor=actor) if target and target != row.status else row


def move(job: Job, target: str, *, actor: str) -> Job:
    """Take the step from the job's status to `target`. Raises IllegalTransition, PdfRequired."""
    step = STEPS[job.status].get(target)
    details = {"from": job.status, "to": target, "allowed": allowed(job)}
    if step is None:
        raise IllegalTransition("illegal_transition", **details)
    if target == Status.READY and not lifecycle.has_pdf(job):
        raise PdfRequired("pdf_required", **details)
    if step == "apply":
        return stages.apply(job, actor=actor)
    if step == "log":
        said = {"actor": "user", "eventLabel": "Moved to in progress"}
        return stages.log(job, "recruiter_screen", actor=actor, source="api", metadata=said)[0]
    return lifecycle.move(job, step, actor=actor)[0]


def allowed(job: Job) -> list[str]:
    """The statuses a caller may ask for whose guard holds now."""
    targets = STEPS[job.status]
    return [name for name in targets if name != Status.READY or lifecycle.has_pdf(job)]


def _changes(row: Job, given: Mapping[str, Any]) -> dict[str, Any]:
    changes = {ATTRIBUTES.get(name, name): value for name, value in given.items()}
    if changes.get("tracer_links") and not row.tracer_links and not settings.PUBLIC_BASE_URL:
        readiness = {"status": "unavailable", "checkedAt": None, "lastSuccessAt": None}
        raise TracerNotReady(
            "not_ready", tracerReadiness={**readiness, "reason": "no_public_address"}
        )
    if (seconds := changes.get("closed_at")) is not None:
        changes["closed_at"] = datetime.fromtimestamp(seconds, tz=UTC)
    return {**changes, **outcome.closing(row, changes)}
