"""The settings of the calendar: what it shows, and the address it is read under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import User
from orchestrator.tracking import feed_address
from orchestrator.workspace.settings_pdf import Field

PAGE = "/settings/calendar"
CALENDAR_FIELDS: Mapping[str, Field] = {
    "calendarShows": Field(
        later("What it shows"),
        later("None chosen: all. To show nothing, switch the address off."),
        choices=(
            ("interviews", later("Interviews")),
            ("todos", later("To-dos with a date")),
            ("follow_ups", later("Follow-ups, the day a silence became unusual")),
            ("deadlines", later("Last days to apply")),
        ),
    ),
    "calendarPrivate": Field(
        later("Private: only what kind of thing it is"),
        later(
            "Without employers, titles, people, places and links, for a calendar that others "
            "see too."
        ),
    ),
}
CALENDAR_KEYS = tuple(CALENDAR_FIELDS)


@dataclass(frozen=True)
class Feed:
    """`path` is empty when its seal cannot be opened; `base` when only the browser knows it."""

    path: str
    base: str
    created_at: datetime
    read_at: datetime | None


def shown(owner: User) -> dict[str, Any]:
    found = feed_address.of(owner)
    if found is None:
        return {"feed": None}
    path = feed_address.path_of(found)
    return {"feed": Feed(path, settings.PUBLIC_BASE_URL, found.created_at, found.read_at)}


@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """The address alone, as text to be copied."""
    found = feed_address.of(access.owner(request))
    path = feed_address.path_of(found) if found else ""
    if not path:
        raise Http404
    whole = feed_address.whole(path, here=request.build_absolute_uri("/"))
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(whole, content_type="text/plain; charset=utf-8", headers=headers)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    had = feed_address.of(owner) is not None
    feed_address.make(owner)
    text = (
        say("A new address; the former one is dead.")
        if had
        else say("The calendar has an address now.")
    )
    messages.success(request, text)
    return see_other(PAGE)


@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    feed_address.switch_off(access.owner(request))
    messages.success(
        request, say("Switched off. Calendars that read it find nothing there any more.")
    )
    return see_other(PAGE)
