"""Interviews of an application, and the address under which a calendar reads them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access, preferences
from orchestrator.api import door
from orchestrator.api.schemas.interviews import (
    CalendarFeedOut,
    InterviewChange,
    InterviewOut,
    NewInterview,
)
from orchestrator.api.wire import iso
from orchestrator.api.wire_interviews import columns, shown
from orchestrator.tracking import feed_address, interviews

router = Router(tags=["Interviews and calendar"])
INTERVIEWS = "/jobs/{uuid:job_id}/interviews"
ONE = f"{INTERVIEWS}/{{uuid:interview_id}}"


@door.route(router, "GET", INTERVIEWS, data=list[InterviewOut], errors=(404,))
def list_interviews(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The interviews of a job, earliest first."""
    owner = access.owner(request)
    rows = list(interviews.of(access.job(owner, job_id)))
    return door.answer(request, shown(rows, owner=owner))


@door.route(
    router, "POST", INTERVIEWS, data=InterviewOut, body=NewInterview, status=201, errors=(404,)
)  # fmt: skip
def add_interview(request: HttpRequest, job_id: UUID, body: NewInterview) -> HttpResponse:
    """Add an interview; the job's stage stays as it is."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    given: dict[str, Any] = {"zone": preferences.of(owner)["timeZone"], **columns(body)}
    made = interviews.add(job, actor="user", **given)
    return door.answer(request, shown([made], owner=owner)[0], status=201, **door.ignored(body))


@door.route(router, "GET", ONE, data=InterviewOut, errors=(404,))
def one_interview(request: HttpRequest, job_id: UUID, interview_id: UUID) -> HttpResponse:
    """One interview."""
    owner = access.owner(request)
    found = access.interview(access.job(owner, job_id), interview_id)
    return door.answer(request, shown([found], owner=owner)[0])


@door.route(router, "PATCH", ONE, data=InterviewOut, body=InterviewChange, errors=(404,))
def change_interview(
    request: HttpRequest, job_id: UUID, interview_id: UUID, body: InterviewChange
) -> HttpResponse:
    """Change an interview, or say how it went."""
    owner = access.owner(request)
    found = access.interview(access.job(owner, job_id), interview_id)
    changed = interviews.change(found, columns(body), actor="user")
    return door.answer(request, shown([changed], owner=owner)[0], **door.ignored(body))


@door.route(router, "DELETE", ONE, data=None, errors=(404,))
def remove_interview(request: HttpRequest, job_id: UUID, interview_id: UUID) -> HttpResponse:
    """Take an interview away; `restore` brings it back."""
    job = access.job(access.owner(request), job_id)
    interviews.remove(access.interview(job, interview_id), actor="user")
    return door.answer(request, None)


@door.route(router, "POST", f"{ONE}/restore", data=InterviewOut, errors=(404,))
def restore_interview(request: HttpRequest, job_id: UUID, interview_id: UUID) -> HttpResponse:
    """Bring back an interview; one that is there stays as it is."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    interviews.restore(access.any_interview(job, interview_id), actor="user")
    return door.answer(request, shown([access.interview(job, interview_id)], owner=owner)[0])


@door.route(router, "POST", "/calendar-feed", needs="full", data=CalendarFeedOut, status=201)
def make_calendar_feed(request: HttpRequest) -> HttpResponse:
    """Make an address for calendar programs. The former one, if any, is dead from now on."""
    owner = access.owner(request)
    made = feed_address.make(owner)
    url = feed_address.whole(feed_address.path_of(made), here=request.build_absolute_uri("/"))
    return door.answer(request, {"url": url, "createdAt": iso(made.created_at)}, status=201)


@door.route(router, "DELETE", "/calendar-feed", needs="full", data=None)
def end_calendar_feed(request: HttpRequest) -> HttpResponse:
    """Switch the calendar's address off; a repeat changes nothing."""
    feed_address.switch_off(access.owner(request))
    return door.answer(request, None)
