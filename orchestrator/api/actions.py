"""Work on one job that the worker does: have it prepared, print it, score it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wait
from orchestrator.api.schemas.jobs import (
    JobOut,
    PrintParameters,
    ProcessParameters,
    RescoreParameters,
    SummarizeParameters,
)
from orchestrator.pipeline import judge, process, refresh, texts

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
