"""What was finished while nobody looked, and that it has been seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later_each, say
from jobops.web.fragments import own_address, see_other, wants_fragment
from orchestrator import access
from orchestrator.models import User
from orchestrator.pipeline import notices
from orchestrator.pipeline.notices import Notice
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.pulse import Pulse

# What a notice is about → its address.
PLACES: Mapping[str, str] = {
    "run": "/runs/{id}",
    "search": "/runs#searches",
    "board": "/watchlist/{id}",
    "actions": "/bulk/{id}",
    "job": "/jobs/all/{id}",
    "mail": "/tracking-inbox/{id}",
    "mail_run": "/tracking-inbox/runs/{id}",
    "mailbox": "/tracking-inbox/accounts/{id}",
    "model": "/settings/models",
}
MARKS: Mapping[bool | None, tuple[str, str]] = {
    True: ("is-good", "check"),
    False: ("is-failed", "cross"),
    None: ("", "dash"),
}
# Kind → what it is called in one sentence about several.
AWAY: Mapping[str, str] = later_each(
    {
        "processing.finished": "{} became Ready",
        "processing.failed": "{} could not be prepared",
        "processing.abandoned": "{} interrupted",
        "job.expired": "{} expired",
        "job.auto_skipped": "{} skipped by score",
        "job.relisted": "{} back on offer",
    }
)
# Where several are, of which none is named.
HEAPS: Mapping[str, str] = {
    "mail.linked": "/tracking-inbox/linked", "mail.waiting": "/tracking-inbox",
    "model.limit": "/settings/models",
}  # fmt: skip
# Of these every one is told by itself.
ALONE = ("actions", "board", "mail", "mail_run", "mailbox", "model")
RUNS_AWAY: Mapping[str, str] = {
    "run.completed": "finished",
    "run.failed": "failed",
    "run.cancelled": "cancelled",
}
# A shorter absence is none.
ABSENT = timedelta(minutes=10)


@dataclass(frozen=True)
class Line:
    """A notice as drawn; `url` is empty where nothing is left to open. `undo` takes it back."""

    notice: Notice
    url: str
    css: str
    icon: str
    named: tuple[tuple[str, str, str], ...]
    undo: str = ""

    @property
    def more(self) -> int:
        return self.notice.count - len(self.named) if self.named else 0


@dataclass(frozen=True)
class Away:
    """One sentence about everything unread; `until` marks what it covers."""

    text: str
    until: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = [line(notice) for notice in notices.read(access.owner(request))]
    context = {
        "unread": [one for one in found if one.notice.is_unread],
        "earlier": [one for one in found if not one.notice.is_unread],
        "until": stamp(timezone.now()),
    }
    return render(request, "notices/page.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    notices.mark_seen(access.owner(request), until=read_stamp(request.POST.get("until", "")))
    if wants_fragment(request):
        return HttpResponse()
    return see_other(own_address(request, request.POST.get("next", "/notices")))


def line(notice: Notice) -> Line:
    css, icon = MARKS[notice.good]
    pattern = PLACES[notice.subject]
    several = notice.subject in ("job", "mail") and notice.count > 1
    return Line(
        notice=notice,
        url=pattern.format(id=notice.subject_id)
        if notice.subject_id
        else HEAPS.get(notice.kind, ""),
        css=css,
        icon=icon,
        named=tuple(
            (job.text, f"/jobs/all/{job.id}" if job.id else "", way_back(job.mail))
            for job in notice.jobs
        )
        if several
        else (),
        undo=way_back(notice.subject_id) if notice.kind == "mail.linked" else "",
    )


def way_back(mail: UUID | None) -> str:
    return f"/tracking-inbox/{mail}/undo" if mail else ""


def away(owner: User, now: Pulse) -> Away | None:
    """What is unread, when the last look was a while ago."""
    moment = timezone.now()
    if not now.unread or moment - now.seen_at < ABSENT:
        return None
    found = notices.read(owner, since=now.seen_at, among=now.news)
    parts = [*runs_told(found), *(part for part in map(told, found) if part)]
    if not parts:
        return None
    return Away(say("While you were away: {listed}.", listed=", ".join(parts)), until=stamp(moment))


def runs_told(found: Iterable[Notice]) -> list[str]:
    ends = Counter(notice.kind for notice in found if notice.subject == "run")
    return [f"{plural(count, 'run')} {RUNS_AWAY[kind]}" for kind, count in ends.items()]


def told(notice: Notice) -> str:
    if pattern := AWAY.get(notice.kind):
        return pattern.format(plural(notice.count, "job"))
    if notice.subject not in ALONE:
        return ""
    begun = notice.text[0] if notice.subject == "board" else notice.text[0].lower()
    return f"{begun}{notice.text[1:]}"


def stamp(at: datetime) -> str:
    return str(round(at.timestamp() * 1000))


def read_stamp(text: str) -> datetime | None:
    """What `stamp` wrote; anything else is now."""
    if not (text.isascii() and text.isdigit() and len(text) < 15):
        return None
    return datetime.fromtimestamp(int(text) / 1000, tz=UTC)
