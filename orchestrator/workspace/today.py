"""The start page: what to do now, in the order in which it presses, and quiet when there is
nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.words import say
from jobops.web.fragments import shown
from orchestrator import access
from orchestrator.lifecycle import Status
from orchestrator.models import User
from orchestrator.ops import demo
from orchestrator.templatetags.ui import plural
from orchestrator.tracking import standing
from orchestrator.workspace.emptiness import never_run
from orchestrator.workspace.interview_dates import when
from orchestrator.workspace.notices import stamp
from orchestrator.workspace.pulse import Pulse, pulse
from orchestrator.workspace.today_sections import sections
from orchestrator.workspace.today_view import Today, focused


@require_safe
@vary_on_headers("HX-Request")
def page(request: HttpRequest) -> HttpResponse:
    found = today(access.owner(request))
    return shown(request, "today/page.html", "today/_today.html", {"today": found})


def today(owner: User, *, now: Pulse | None = None, spot: str = "", refused: str = "") -> Today:
    """`spot`: where something was just done, so that the keyboard stays near it."""
    at, now = timezone.now(), now or pulse(owner)
    found = sections(owner, now, at=at)
    counts = {} if found else owner.jobs.primaries().by_status()
    return Today(
        day=at,
        sections=found,
        quiet="" if found else quiet(owner, counts),
        empty=None if found or sum(counts.values()) else never_run(owner),
        is_sample=demo.samples(owner).exists(),
        unread=now.unread,
        until=stamp(at),
        focus=focused(found, spot),
        refused=refused,
    )


def quiet(owner: User, counts: dict[str, int]) -> str:
    """What is next, when nothing is now."""
    discovered = counts[Status.DISCOVERED] + counts[Status.PROCESSING]
    sent = counts[Status.APPLIED] + counts[Status.IN_PROGRESS]
    date = standing.coming(owner, now=timezone.now()).first()
    parts = [
        say(
            "{jobs} {value} discovered",
            jobs=plural(discovered, "job"),
            value="is" if discovered == 1 else "are",
        )
        if discovered
        else "",
        say(
            "{applications} {value} for an answer",
            applications=plural(sent, "application"),
            value="waits" if sent == 1 else "wait",
        )
        if sent
        else "",
        say("next interview on {when}", when=when(date)) if date else "",
    ]
    said = "; ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}." if said else ""
