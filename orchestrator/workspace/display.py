"""How the pages look, and the list of keys."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from jobops.web.fragments import own_address, see_other, shown, wants_fragment
from orchestrator import access, preferences

PLAIN = ("theme", "density", "language")


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """The menu of the header, which is asked for when it is opened; without a script a page."""
    if request.method == "POST":
        return save(request)
    return shown(request, "jobs/display.html", "components/display.html", {})


def save(request: HttpRequest) -> HttpResponse:
    given = request.POST
    preferences.save(access.owner(request), changes(given))
    if not wants_fragment(request):
        return see_other(back(request))
    # Every word of the page is another one then.
    fresh = {"HX-Refresh": "true"} if "language" in given else {}
    return HttpResponse(status=204, headers=fresh)


def changes(given: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {key: given[key] for key in PLAIN if key in given}
    if "keys" in given:
        found["singleKeys"] = given["keys"] == "on"
    if "chat" in given:
        found["chatOpen"] = given["chat"] == "on"
    if given.get("width", "").isdecimal():
        found["listWidth"] = int(given["width"])
    return found


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/keys.html")


def back(request: HttpRequest) -> str:
    """The page the form was on."""
    return own_address(request, request.POST.get("next", "/"))
