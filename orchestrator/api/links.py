"""The other rows that are one job, and whether its listing is still there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.api.schemas.jobs import LinkedOut, ListingOut, UnlinkBody
from orchestrator.jobs import links, listing

router = Router(tags=["Jobs"])


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/unlink", data=LinkedOut, body=UnlinkBody, errors=(404,)
)
def unlink_job(request: HttpRequest, job_id: UUID, body: UnlinkBody) -> HttpResponse:
    """Say that another row is another job, for good."""
    owner = access.owner(request)
    job, other = access.job(owner, job_id), access.job(owner, body.job_id)
    left = links.unlink(job, other, actor="user")
    return door.answer(request, wire.linked(left, owner=owner), **door.ignored(body))


@door.route(
    router,
    "POST",
    "/jobs/{uuid:job_id}/check-listing",
    data=ListingOut,
    errors=(404, 408, 422, 502),
)
def check_listing(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask the posting's address once; “not found” and “gone” flag the job."""
    owner = access.owner(request)
    checked = listing.check(access.job(owner, job_id), actor="user")
    state = "closed" if checked.closed else "open"
    return door.answer(request, {**wire.whole(checked.job, owner=owner), "listing": state})
