"""The job list, one job, its change."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, listing, patch, wire
from orchestrator.api.schemas.jobs import (
    HistoryPage,
    HistoryParameters,
    JobDetail,
    JobOut,
    JobPage,
    JobPatch,
    RevisionOut,
    RevisionParameters,
)
from orchestrator.jobs import csv_out, duplicates, history, search
from orchestrator.jobs.freshness import Contexts
from orchestrator.tracking import stages

router = Router(tags=["Jobs"])


@door.route(router, "GET", "/jobs", data=JobPage, query=listing.ListParameters)
def list_jobs(request: HttpRequest, query: listing.ListParameters) -> HttpResponse:
    """One page of the owner's jobs."""
    owner = access.owner(request)
    columns, shown = wire.VIEWS[query.view]
    found = search.page(owner, listing.paged(owner, query), columns=columns)
    contexts = Contexts(owner)
    body = {
        "jobs": [shown(row, freshness=contexts.freshness(row)) for row in found.rows],
        "total": found.total,
        "byStatus": found.by_status,
        "revision": wire.revision(found.revision)["revision"],
        "nextCursor": found.next_cursor,
    }
    return door.answer(request, body)


@door.route(
    router, "GET", "/jobs.csv", query=listing.FilterParameters, raw=True,
    extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
def export_jobs(request: HttpRequest, query: listing.FilterParameters) -> StreamingHttpResponse:
    """All jobs under the same filters, as a table the import reads back."""
    owner = access.owner(request)
    jobs = search.every(owner, listing.question(owner, query), columns=csv_out.READ)
    response = StreamingHttpResponse(csv_out.lines(jobs), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="jobs.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@door.route(router, "GET", "/jobs/revision", data=RevisionOut, query=RevisionParameters)
def read_revision(request: HttpRequest, query: RevisionParameters) -> HttpResponse:
    """Whether anything changed since the last look."""
    return door.answer(request, wire.revision(search.revision(access.owner(request), query.status)))


@door.route(router, "GET", "/jobs/{uuid:job_id}", data=JobDetail, errors=(404,))
def read_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job, with an earlier application to what looks like the same one."""
    job = access.job(access.owner(request), job_id)
    match = wire.match(duplicates.applied_before(job))
    shown = wire.linked(job, owner=access.owner(request))
    return door.answer(request, {**shown, "appliedDuplicateMatch": match})


@door.route(router, "PATCH", "/jobs/{uuid:job_id}", data=JobOut, body=JobPatch, errors=(404, 409))
def change_job(request: HttpRequest, job_id: UUID, body: JobPatch) -> HttpResponse:
    """Change any part of a job, all or nothing."""
    job = access.job(access.owner(request), job_id)
    changed = patch.patch(job, body, actor="user")
    shown = wire.whole(changed, owner=access.owner(request))
    return door.answer(request, shown, **door.ignored(body))


@door.route(
    router, "GET", "/jobs/{uuid:job_id}/history", data=HistoryPage, query=HistoryParameters,
    errors=(404,),
)  # fmt: skip
def read_history(request: HttpRequest, job_id: UUID, query: HistoryParameters) -> HttpResponse:
    """What happened to a job, newest first."""
    job = access.job(access.owner(request), job_id)
    found = history.page(job, limit=query.limit, cursor=query.cursor)
    last = stages.undoable(job)
    items = [
        wire.event(one, undoable=last is not None and one.pk == last.pk) for one in found.events
    ]
    return door.answer(request, {"items": items, "nextCursor": found.next_cursor})
