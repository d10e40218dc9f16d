"""Page or fragment: one place that knows what htmx wants to hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

STOP_POLLING = 286


def wants_fragment(request: HttpRequest) -> bool:
    """Whether only a part of the page is asked for; a history restore always gets the whole."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )


def shown(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The fragment's template for htmx, else the whole page's, over one context."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, dict(context), status=status)
    response["Vary"] = "HX-Request"
    return response


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser on: a full navigation for htmx, 303 for a plain form."""
    if wants_fragment(request):
        response = HttpResponse(status=200)
        response["HX-Redirect"] = address
        return response
    response = redirect(address)
    response.status_code = 303
    return response
