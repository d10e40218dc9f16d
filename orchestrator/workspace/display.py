"""How the pages look, and the list of keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.web.fragments import own_address, see_other, wants_fragment
from orchestrator import access, preferences

PLAIN = ("theme", "density", "language")


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    given = request.POST
    changes: dict[str, object] = {k: given[k] for k in PLAIN if k in given}
    if "keys" in given:
        changes["singleKeys"] = given["keys"] == "on"
    if "chat" in given:
        changes["chatOpen"] = given["chat"] == "on"
    if given.get("width", "").isdecimal():
        changes["listWidth"] = int(given["width"])
    preferences.save(access.owner(request), changes)
    if not wants_fragment(request):
        return see_other(back(request))
    # Every word of the page is another one then.
    fresh = {"HX-Refresh": "true"} if "language" in given else {}
    return HttpResponse(status=204, headers=fresh)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/keys.html")


def back(request: HttpRequest) -> str:
    """The page the form was on."""
    return own_address(request, request.POST.get("next", "/"))
