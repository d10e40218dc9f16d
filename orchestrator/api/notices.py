"""Results of work nobody had to watch."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.notices import NoticesOut, SeenBody, SeenOut
from orchestrator.api.wire import iso
from orchestrator.pipeline import notices
from orchestrator.pipeline.notices import Notice

router = Router(tags=["Notices"])
OUTCOMES = {True: "good", False: "bad", None: "neutral"}


@door.route(router, "GET", "/notices", data=NoticesOut)
def list_notices(request: HttpRequest) -> HttpResponse:
    """What ended in the last 30 days, newest first, results of a kind together."""
    owner = access.owner(request)
    found = [notice_out(one) for one in notices.read(owner)]
    unread = sum(one["unread"] for one in found)
    data = {"unread": unread, "seenAt": iso(notices.seen_at(owner)), "notices": found}
    return door.answer(request, data)


@door.route(router, "POST", "/notices/seen", data=SeenOut, body=SeenBody, optional=True)
def mark_seen(request: HttpRequest, body: SeenBody) -> HttpResponse:
    """Everything up to now, or up to `until`, has been seen."""
    seen = notices.mark_seen(access.owner(request), until=body.until)
    return door.answer(request, {"seenAt": iso(seen)}, **door.ignored(body))


def notice_out(notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "subject": notice.subject,
        "subjectId": str(notice.subject_id) if notice.subject_id else None,
        "text": notice.text,
        "detail": notice.detail,
        "at": iso(notice.at),
        "unread": notice.is_unread,
        "outcome": OUTCOMES[notice.good],
        "count": notice.count,
        "jobs": [{"id": str(job.id) if job.id else None, "name": job.text} for job in notice.jobs],
    }
