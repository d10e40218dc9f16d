"""Other origins: none by default; those the installation names get their own name echoed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jobops.web.problems import Answer, respond

ACCEPTED = "Authorization, Content-Type, If-None-Match, Last-Event-ID, Prefer, Range, X-Request-Id"
SHOWN = "Content-Disposition, Content-Range, ETag, Location, Retry-After, X-Request-Id"


def is_trusted(origin: str | None) -> bool:
    trusted: Any = settings.TRUSTED_ORIGINS
    return origin is not None and origin in trusted


def preflight(request: HttpRequest, verbs: Sequence[str], *, own: bool) -> HttpResponse:
    """The answer to OPTIONS: which verbs there are, or 403 for an origin nobody named."""
    origin = request.headers.get("Origin")
    if not (own or is_trusted(origin)):
        return respond(request, Answer(403, "Requests from other sites are refused."))
    allowed = ", ".join((*verbs, "OPTIONS"))
    response = HttpResponse(status=204, headers={"Allow": allowed})
    if is_trusted(origin):
        response["Access-Control-Allow-Methods"] = allowed
        response["Access-Control-Allow-Headers"] = ACCEPTED
        response["Access-Control-Max-Age"] = "600"
    return response


def share(request: HttpRequest, response: HttpResponse) -> None:
    """Let a named origin read an answer of the API."""
    origin = request.headers.get("Origin")
    if request.path.startswith("/api/") and is_trusted(origin):
        response["Access-Control-Allow-Origin"] = str(origin)
        response["Access-Control-Expose-Headers"] = SHOWN
        response["Vary"] = ", ".join(filter(None, (response.get("Vary"), "Origin")))
