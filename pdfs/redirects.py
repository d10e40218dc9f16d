"""The public address of a printed link: a redirect, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import timezone
from django.views.decorators.http import require_safe

from orchestrator.accounts import caller as front
from pdfs.models import TracerLink
from pdfs.tracer import counting, links, visitors
from pdfs.tracer.agents import LONGEST_AGENT, caller
from pdfs.tracer.limits import LIMITER

logger = logging.getLogger(__name__)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class Counted(HttpResponse):
    """An answer after which something is written down: whoever follows a link does not wait."""

    after: Callable[[], None] | None = None

    def close(self) -> None:
        if self.after is not None:
            self.after()
        super().close()


@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    if not LIMITER.allows(front.counted(request)):
        return plain("Too many requests. Try again in a minute.", status=429)
    found = links.find(token)
    if found is None:
        return plain("There is no such link.", status=404)
    if not found.target:
        return plain("This link was ended by the person who made it.", status=410)
    answer = Counted(status=302, headers={**HEADERS, "Location": found.target})
    if not is_owner(request, found.link):
        answer.after = lambda: counted(request, found.link)
    return answer


def plain(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain", headers=HEADERS)


def is_owner(request: HttpRequest, link: TracerLink) -> bool:
    """Without sign-in the owner is whoever comes by another name than the public one."""
    if settings.AUTH == "local":
        host, _ = split_domain_port(request.get_host())
        return host != urlsplit(settings.PUBLIC_BASE_URL).hostname
    return bool(request.user.is_authenticated and request.user.pk == link.job.owner_id)


def counted(request: HttpRequest, link: TracerLink) -> None:
    """A visit that cannot be counted is no reason to keep anybody from reading."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    agent = headers.get("user-agent", "")[:LONGEST_AGENT]
    try:
        visitor = visitors.mark(front.address(request), agent, today=timezone.now().date())
        counting.count(link, caller(request.method or "", headers), visitor=visitor)
    except DatabaseError:
        logger.exception("an opened link was not counted", extra={"meta": {"link": str(link.pk)}})
