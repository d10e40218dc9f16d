"""Refuses strangers before anything is read: wrong Host, foreign pages, and says so in every
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from jobops.web import cors, transport
from jobops.web.problems import Answer, respond

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# No page asks for any of these; nobody who gets into one shall either.
NEVER = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class Guard:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return self._harden(
                request, respond(request, Answer(400, "This host name is not served here."))
            )
        return self._harden(request, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """After routing, so that an unknown address stays 404 for everybody, and a verb that a view
        does not list in its `verbs` 405.
        """
        verbs = getattr(view, "verbs", None)
        if verbs and request.method == "OPTIONS":
            return cors.preflight(request, verbs, own=is_own(request))
        if verbs and request.method not in verbs:
            return self._refuse_verb(request, verbs)
        if request.method in SAFE or is_own(request):
            return None
        return respond(request, Answer(403, "Requests from other sites are refused."))

    def _refuse_verb(self, request: HttpRequest, verbs: Sequence[str]) -> HttpResponse:
        response = respond(
            request, Answer(405, f"{request.method} is not offered at this address.")
        )
        response["Allow"] = ", ".join((*verbs, "OPTIONS"))
        return response

    def _harden(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        pdf = response.get("Content-Type", "") == "application/pdf"
        cors.share(request, response)
        if response.status_code != 304:
            # A browser merges the headers of "not modified" into what it kept: the preview of an
            # unchanged PDF would lose its right to stand in our frame.
            response.setdefault("Content-Security-Policy", FRAMED if pdf else POLICY)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.setdefault("Permissions-Policy", NEVER)
        # Other sites can neither hold a window of ours nor draw one of our answers into theirs.
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cache-Control", "no-store")
        transport.keep_secure(request, response)
        return response


def is_own(request: HttpRequest) -> bool:
    """Whether an unsafe request comes from our own pages, a configured origin, or no page at
    all.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return origin_is_known(request, request.headers.get("Origin", ""))
    origin = request.headers.get("Origin")
    return origin is None or origin_is_known(request, origin)


def origin_is_known(request: HttpRequest, origin: str) -> bool:
    try:
        own = urlsplit(origin).netloc == request.get_host()
    except ValueError:
        own = False
    return own or cors.is_trusted(origin)
