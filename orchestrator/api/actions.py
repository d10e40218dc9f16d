"""Commands on one job: have it prepared, print it, score it, decide on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wait, wire
from orchestrator.api.schemas.jobs import (
    JobOut,
    PrintParameters,
    ProcessParameters,
    RescoreParameters,
    SummarizeParameters,
    UndoBody,
)
from orchestrator.bulk import verbs
from orchestrator.models import Job
from orchestrator.pipeline import judge, process, refresh, texts
from orchestrator.tracking import stages

router = Router(tags=["Commands"])


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/process", data=JobOut, query=ProcessParameters,
    waits=True, errors=(404, 408, 409, 422, 500, 502, 503),
)  # fmt: skip
def process_job(request: HttpRequest, job_id: UUID, query: ProcessParameters) -> HttpResponse:
    """Tailor a discovered job and print its first PDF."""
    job = access.job(access.owner(request), job_id)
    operation = process.request(
        job, actor="user", force=query.force, replace_uploaded=query.replace_uploaded
    )
    return wait.answer(request, operation)


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/summarize", data=JobOut, query=SummarizeParameters,
    waits=True, errors=(404, 408, 409, 422, 502, 503),
)  # fmt: skip
def summarize_job(request: HttpRequest, job_id: UUID, query: SummarizeParameters) -> HttpResponse:
    """Write the tailored texts; the status stays."""
    texts.check_fields(query.fields)
    job = access.job(access.owner(request), job_id)
    operation = texts.request(job, actor="user", force=query.force, fields=query.fields)
    return wait.answer(request, operation)


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/generate-pdf", data=JobOut, query=PrintParameters,
    waits=True, errors=(404, 408, 409, 422, 500, 503),
)  # fmt: skip
def print_job(request: HttpRequest, job_id: UUID, query: PrintParameters) -> HttpResponse:
    """Print the stored texts; no model is called."""
    job = access.job(access.owner(request), job_id)
    operation = refresh.request(job, actor="user", replace_uploaded=query.replace_uploaded)
    return wait.answer(request, operation)


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/rescore", data=JobOut, query=RescoreParameters,
    waits=True, errors=(404, 409, 503),
)  # fmt: skip
def rescore_job(request: HttpRequest, job_id: UUID, query: RescoreParameters) -> HttpResponse:
    """Judge the posting against the résumé again."""
    job = access.job(access.owner(request), job_id)
    return wait.answer(request, judge.request(job, actor="user", force=query.force))


@door.route(router, "POST", "/jobs/{uuid:job_id}/apply", data=JobOut, errors=(404,))
def apply_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Record that the application was sent; a repeat changes nothing."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, _shown(request, stages.apply(job, actor="user")))


@door.route(router, "POST", "/jobs/{uuid:job_id}/skip", data=JobOut, errors=(400, 404))
def skip_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Put a discovered or ready job aside."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, _shown(request, verbs.skip(job, actor="user")[0]))


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/undo", data=JobOut, body=UndoBody, optional=True,
    errors=(404, 409),
)  # fmt: skip
def undo_job(request: HttpRequest, job_id: UUID, body: UndoBody) -> HttpResponse:
    """Take the latest move back, within ten minutes."""
    job = access.job(access.owner(request), job_id)
    back = stages.take_back(job, actor="user", event_id=body.event_id)
    return door.answer(request, _shown(request, back), **door.ignored(body))


def _shown(request: HttpRequest, job: Job) -> dict[str, Any]:
    return wire.whole(job, owner=access.owner(request))
