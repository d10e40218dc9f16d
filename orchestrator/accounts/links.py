"""Whole addresses of this installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def whole(path: str, *, request: HttpRequest | None = None) -> str:
    """Under the public address when there is one, else under the one that was called, or that this
    machine listens on.
    """
    if settings.PUBLIC_BASE_URL:
        return f"{settings.PUBLIC_BASE_URL.rstrip('/')}{path}"
    if request is not None:
        return request.build_absolute_uri(path)
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"http://{host}:{settings.PORT}{path}"
