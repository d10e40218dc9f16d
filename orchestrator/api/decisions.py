"""What the owner decides about one job: apply, skip, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access, outbox
from orchestrator.api import door, wire
from orchestrator.api.schemas.jobs import JobOut, UndoBody
from orchestrator.bulk import verbs
from orchestrator.models import Job
from orchestrator.tracking import stages

router = Router(tags=["Commands"])


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
    undone = stages.undoable(job)
    back = stages.take_back(job, actor="user", event_id=body.event_id)
    meta = door.ignored(body)
    if undone and outbox.has_left(undone.pk):
        meta["webhookAlreadySent"] = True
    return door.answer(request, _shown(request, back), **meta)


def _shown(request: HttpRequest, job: Job) -> dict[str, Any]:
    return wire.whole(job, owner=access.owner(request))
