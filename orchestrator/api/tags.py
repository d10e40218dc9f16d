"""Tags, what has them, and jobs put aside until later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.tags import JobTagsBody, MergeBody, SnoozeBody, TagBody, TagOut
from orchestrator.api.wire import iso
from orchestrator.jobs import snoozing, tags
from orchestrator.models import Tag, User

router = Router(tags=["Jobs"])
ONE = "/tags/{uuid:tag_id}"
JOB = "/jobs/{uuid:job_id}"


@door.route(router, "GET", "/tags", data=list[TagOut])
def list_tags(request: HttpRequest) -> HttpResponse:
    """Your tags, by name."""
    return door.answer(request, [shown(one) for one in tags.every(access.owner(request))])


@door.route(router, "POST", "/tags", data=TagOut, body=TagBody)
def make_tag(request: HttpRequest, body: TagBody) -> HttpResponse:
    """Make a tag; one of this name, in whatever letters, is returned as it is."""
    made = tags.make(access.owner(request), body.name)
    return door.answer(request, shown(made), **door.ignored(body))


@door.route(router, "PATCH", ONE, data=TagOut, body=TagBody, errors=(404,))
def rename_tag(request: HttpRequest, tag_id: UUID, body: TagBody) -> HttpResponse:
    """Rename a tag; all its jobs keep it."""
    renamed = tags.rename(access.tag(access.owner(request), tag_id), body.name)
    return door.answer(request, shown(renamed), **door.ignored(body))


@door.route(router, "POST", f"{ONE}/merge", data=TagOut, body=MergeBody, errors=(404,))
def merge_tag(request: HttpRequest, tag_id: UUID, body: MergeBody) -> HttpResponse:
    """Put a tag together with another one, which stays. This cannot be undone."""
    owner = access.owner(request)
    merged = tags.merge(access.tag(owner, tag_id), access.tag(owner, body.into))
    return door.answer(request, shown(merged), **door.ignored(body))


@door.route(router, "DELETE", ONE, data=None, errors=(404,))
def delete_tag(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    """Delete a tag; its jobs stay. This cannot be undone."""
    tags.delete(access.tag(access.owner(request), tag_id))
    return door.answer(request, None)


@door.route(router, "PUT", f"{JOB}/tags", data=JobOut, body=JobTagsBody, errors=(404,))
def put_tags(request: HttpRequest, job_id: UUID, body: JobTagsBody) -> HttpResponse:
    """Say which tags a job has; new ones are made, others are taken off."""
    owner = access.owner(request)
    tags.put(access.job(owner, job_id), body.tags, actor="user")
    return door.answer(request, job_out(owner, job_id), **door.ignored(body))


@door.route(router, "POST", f"{JOB}/snooze", data=JobOut, body=SnoozeBody, errors=(404, 409))
def snooze_job(request: HttpRequest, job_id: UUID, body: SnoozeBody) -> HttpResponse:
    """Put a discovered or Ready job aside until then, at the latest until its last day begins."""
    owner = access.owner(request)
    snoozing.snooze(access.job(owner, job_id), body.until, actor="user")
    return door.answer(request, job_out(owner, job_id), **door.ignored(body))


@door.route(router, "POST", f"{JOB}/wake", data=JobOut, errors=(404,))
def wake_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Bring a job back at once; one that is awake stays as it is."""
    owner = access.owner(request)
    snoozing.wake(access.job(owner, job_id), actor="user")
    return door.answer(request, job_out(owner, job_id))


def job_out(owner: User, job_id: UUID) -> dict[str, Any]:
    return wire.whole(access.job(owner, job_id), owner=owner)


def shown(tag: Tag) -> dict[str, Any]:
    counted = getattr(tag, "jobs", None)
    return {
        "id": str(tag.pk),
        "name": tag.name,
        "jobs": tag.tagged.count() if counted is None else counted,
        "createdAt": iso(tag.created_at),
    }
