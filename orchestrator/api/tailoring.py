"""What was proposed for a job, what stands behind it, and the owner's decisions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire, wire_tailoring
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.tailoring import (
    BulletBody,
    ChangedOut,
    CoverageOut,
    DecideAllBody,
    DecisionBody,
    EditOut,
    TailoringOut,
    VersionsOut,
)
from orchestrator.models import Job
from orchestrator.pipeline import edits
from pdfs import covered
from tailoring import versions
from tailoring.check import checked
from tailoring.models import Edit

router = Router(tags=["Tailoring"])
JOB = "/jobs/{uuid:job_id}"
ALL = {"accept_supported": "accept_supported", "leave_out": "leave_out_all"}


@door.route(router, "GET", f"{JOB}/tailoring", data=TailoringOut, errors=(404,))
def read_tailoring(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The texts with their claims, the proposed changes, and what of the asked is on the page."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, wire_tailoring.whole(checked(job), covered.of(job)))


@door.route(router, "GET", f"{JOB}/coverage", data=CoverageOut, errors=(404, 422))
def read_coverage(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Of the finished PDF while it is current, else of the page as it would be."""
    found = covered.require(access.job(access.owner(request), job_id))
    return door.answer(request, wire_tailoring.coverage(found))


@door.route(
    router, "POST", f"{JOB}/edits", data=ChangedOut, body=DecideAllBody, errors=(404,)
)  # fmt: skip
def decide_edits(request: HttpRequest, job_id: UUID, body: DecideAllBody) -> HttpResponse:
    """Accept all that is supported, or leave out all that is not."""
    job = access.job(access.owner(request), job_id)
    changed = edits.decide_all(job, ALL[body.decision], actor="user")
    return door.answer(request, {"changed": changed}, **door.ignored(body))


@door.route(
    router,
    "POST",
    f"{JOB}/edits/{{uuid:edit_id}}",
    data=EditOut,
    body=DecisionBody,
    errors=(404, 409, 422),
)
def decide_edit(
    request: HttpRequest, job_id: UUID, edit_id: UUID, body: DecisionBody
) -> HttpResponse:
    """Accept, reject, undo, rewrite, or confirm one claim of it as a fact of yours."""
    row = _edit(access.job(access.owner(request), job_id), edit_id, seen=body.revision)
    made = edits.decide(
        row, body.decision, actor="user", text=body.text or "", claim=body.claim
    )  # fmt: skip
    return door.answer(request, wire_tailoring.edit(made), **door.ignored(body))


@door.route(
    router, "PUT", f"{JOB}/bullets", data=TailoringOut, body=BulletBody, errors=(404, 409, 422)
)  # fmt: skip
def put_bullet(request: HttpRequest, job_id: UUID, body: BulletBody) -> HttpResponse:
    """Words of your own for one bullet of the base, for this job alone; or do not print it."""
    job = access.job(access.owner(request), job_id)
    if body.hidden:
        edits.hide_bullet(job, body.address, actor="user")
    elif body.text:
        edits.own_bullet(job, body.address, body.text, actor="user")
    else:
        edits.show_bullet(job, body.address, actor="user")
    shown = wire_tailoring.whole(checked(job), covered.of(job))
    return door.answer(request, shown, **door.ignored(body))


@door.route(router, "GET", f"{JOB}/tailorings", data=VersionsOut, errors=(404,))
def list_tailorings(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """States of the job's texts, newest first, each with what the guard left out of its PDF."""
    rows = versions.of(access.job(access.owner(request), job_id))
    return door.answer(request, {"versions": [wire_tailoring.version(one) for one in rows]})


@door.route(
    router, "POST", f"{JOB}/tailorings/{{uuid:version_id}}/restore", data=JobOut, errors=(404,)
)  # fmt: skip
def restore_tailoring(request: HttpRequest, job_id: UUID, version_id: UUID) -> HttpResponse:
    """Bring an earlier state back, as a new version."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    row = edits.restore(job, access.tailored(job, version_id), actor="user")
    return door.answer(request, wire.whole(row, owner=owner))


def _edit(job: Job, pk: UUID, *, seen: int | None) -> Edit:
    row: Edit = access.edit(job, pk)
    row.job, row.revision = job, row.revision if seen is None else seen
    return row
