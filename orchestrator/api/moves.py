"""The status a caller asks for, and the step that leads there."""

from __future__ import annotations

from collections.abc import Mapping

from orchestrator import lifecycle
from orchestrator.lifecycle import IllegalTransition, PdfRequired, Status
from orchestrator.models import Job
from orchestrator.tracking import stages

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
