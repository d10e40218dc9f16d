"""The address that calendar programs read. It is public: whoever has it may read on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobops.lib.words import say
from orchestrator.tracking import feed, feed_address

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    found = feed_address.found(token)
    if found is None:
        text = say("There is no such calendar.")
        return HttpResponse(text, status=404, content_type="text/plain", headers=HEADERS)
    base = feed_address.whole("", here=request.build_absolute_uri("/"))
    content = feed.text(found, base=base, now=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=HEADERS)
