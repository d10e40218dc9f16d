"""Whether others reach this installation, so that a link printed today opens tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy
from jobops.lib.words import later_each
from orchestrator.models import Job
from pdfs.models import PublicAddress

FRESH = timedelta(minutes=5)
POLICY = Policy(connect=3, total=5, max_bytes=4 * 1024, cut=True)
SENTENCES = later_each(
    {
        "": "Others reach this installation under its public address.",
        "no_public_address": "Tracer links need a public address: set JOBOPS_PUBLIC_BASE_URL "
        "first.",
        "not_checked": "The public address has not been checked yet.",
        "private_address": "The public address leads into a private network, where employers are "
        "not.",
        "unreachable": "Nobody answered at the public address.",
        "timeout": "The public address did not answer in time.",
        "other_answer": "Something else than this installation answered at the public address.",
    }
)


@dataclass(frozen=True)
class Readiness:
    """`reason` is a key of `SENTENCES`, empty when links can be traced."""

    reason: str
    checked_at: datetime | None = None
    reached_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        return not self.reason

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason]


def stored(at: datetime | None = None) -> Readiness:
    """What was found last; an answer older than five minutes no longer counts."""
    if not settings.PUBLIC_BASE_URL:
        return Readiness("no_public_address")
    row = PublicAddress.objects.filter(base=settings.PUBLIC_BASE_URL).first()
    if row is None:
        return Readiness("not_checked")
    now = at or timezone.now()
    fresh = row.reached_at is not None and row.reached_at > now - FRESH
    return Readiness("" if fresh else row.reason or "not_checked", row.checked_at, row.reached_at)


def check(at: datetime | None = None) -> Readiness:
    """Ask the public address now, unless it answered a moment ago."""
    found = stored(at)
    if found.is_ready or found.reason == "no_public_address":
        return found
    return look(at)


def look(at: datetime | None = None) -> Readiness:
    """Ask the public address and keep what came."""
    reason = _asked(settings.PUBLIC_BASE_URL)
    now = at or timezone.now()
    known = {"checked_at": now, "reason": reason}
    row, _ = PublicAddress.objects.update_or_create(
        base=settings.PUBLIC_BASE_URL, defaults=known if reason else known | {"reached_at": now}
    )
    return Readiness(reason, row.checked_at, row.reached_at)


def watch() -> None:
    """Keep what is known fresh while some job's links are traced."""
    if settings.PUBLIC_BASE_URL and Job.objects.filter(tracer_links=True).exists():
        look()


def _asked(base: str) -> str:
    if not urlsplit(base).hostname:
        return "unreachable"
    try:
        answer = http.request("GET", f"{base.rstrip('/')}/health", policy=POLICY)
    except OutboundError as error:
        return error.kind if error.kind in SENTENCES else "unreachable"
    # The answer of /health says so; a parking page does not.
    return "" if answer.status == 200 and b'"status"' in answer.body else "other_answer"
