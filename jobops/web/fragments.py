"""Page or fragment: one place that knows what htmx wants to hear."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

STOP_POLLING = 286
UNCLEAR = re.compile(r"[\x00-\x20\x7f-\xa0\\]")


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


def see_other(address: str) -> HttpResponse:
    """Send the browser on after a form, to a page that can be reloaded."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def own_address(request: HttpRequest, address: str) -> str:
    """`address`, or the front page when it would lead to another host, or is read by one browser
    as another does not: some drop control characters, some turn backslashes round.
    """
    if not address.startswith("/") or UNCLEAR.search(address):
        return "/"
    own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if own else "/"
