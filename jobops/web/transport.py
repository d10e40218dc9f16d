"""What holds on https alone: cookies that never travel in clear, and no way back to http."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

A_YEAR = 365 * 24 * 3600


def is_https(request: HttpRequest) -> bool:
    """By itself or by an announced proxy, or because the caller uses the public https address."""
    return request.is_secure() or _is_public(request.META.get("HTTP_HOST", ""))


def keep_secure(request: HttpRequest, response: HttpResponse) -> None:
    if not is_https(request):
        return
    for cookie in response.cookies.values():
        cookie["secure"] = True
    response.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")


def _is_public(host: str) -> bool:
    base = urlsplit(settings.PUBLIC_BASE_URL)
    return base.scheme == "https" and split_domain_port(host)[0] == base.hostname
