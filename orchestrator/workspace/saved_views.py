"""Saved views: the menu beside the filters, and the page that keeps them in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.errors import Invalid
from jobops.lib.words import say
from jobops.web.fragments import see_other, shown, wants_fragment
from orchestrator import access, preferences
from orchestrator.jobs import saved_views
from orchestrator.models import SavedView, User
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.asking import saved as saved_order
from orchestrator.workspace.bulk import read_place
from orchestrator.workspace.places import TABS, Place, place


@dataclass(frozen=True)
class Line:
    """`typed` and `error` are there when a change of this one was refused."""

    id: str
    name: str
    tab: str
    url: str
    current: bool
    typed: str
    error: str = ""


@require_safe
@vary_on_headers("HX-Request")
def menu(request: HttpRequest, tab: str) -> HttpResponse:
    owner, at = access.owner(request), place(tab, request.GET)
    return drawn(request, owner, at)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """All views; POST keeps one more, of the list that `place` names."""
    owner = access.owner(request)
    given = request.POST if request.method == "POST" else request.GET
    at, name = read_place(given.get("place", "")), request.POST.get("name", "")
    if request.method != "POST":
        return drawn(request, owner, at)
    try:
        made = saved_views.save(owner, name, tab=at.tab, query=kept(owner, at).query)
    except Invalid as wrong:
        return drawn(request, owner, at, error=first(wrong), typed=name, status=422)
    return done(request, owner, at, said=say("Saved the view {name}.", name=made.name))


@require_POST
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    owner = access.owner(request)
    view, name = access.view(owner, pk), request.POST.get("name", "")
    try:
        saved_views.rename(view, name)
    except Invalid as wrong:
        about = {view.pk: {"typed": name, "error": first(wrong)}}
        return drawn(request, owner, Place("all"), about=about, status=422)
    messages.success(request, say("Renamed to {name}.", name=view.name))
    return see_other("/views")


@require_POST
def move(request: HttpRequest, pk: UUID, by: int) -> HttpResponse:
    saved_views.move(access.view(access.owner(request), pk), by)
    return see_other("/views")


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = access.view(access.owner(request), pk)
    saved_views.remove(view)
    back = f"/views/{view.pk}/restore"
    messages.success(
        request,
        say("Deleted the view {shortened}.", shortened=shortened(view.name)),
        extra_tags=back,
    )
    return see_other("/views")


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = access.view(access.owner(request), pk)
    try:
        saved_views.restore(view)
        messages.success(
            request, say("The view {shortened} is back.", shortened=shortened(view.name))
        )
    except Invalid as wrong:
        messages.error(request, first(wrong))
    return see_other("/views")


def first(wrong: Invalid) -> str:
    return next(iter(wrong.field_errors.values()))[0]


def kept(owner: User, at: Place) -> Place:
    """With the order that is seen, whether the address names it or not."""
    return replace(at.top, sort=at.sort or saved_order(preferences.of(owner), at))


def done(request: HttpRequest, owner: User, at: Place, *, said: str) -> HttpResponse:
    if wants_fragment(request):
        return drawn(request, owner, at, said=said)
    messages.success(request, said)
    return see_other(at.url())


def drawn(
    request: HttpRequest,
    owner: User,
    at: Place,
    *,
    about: dict[UUID, dict[str, str]] | None = None,
    status: int = 200,
    **told: str,
) -> HttpResponse:
    here = kept(owner, at).query
    views = [
        line(one, at, here, (about or {}).get(one.pk, {})) for one in saved_views.listed(owner)
    ]
    context = {"views": views, "at": at, **told}
    return shown(request, "views/page.html", "views/_menu.html", context, status=status)


def line(view: SavedView, at: Place, here: str, known: dict[str, str]) -> Line:
    url = f"/jobs/{view.tab}?{view.query}" if view.query else f"/jobs/{view.tab}"
    return Line(
        id=str(view.pk),
        name=view.name,
        tab=TABS[view.tab].label,
        url=url,
        current=view.tab == at.tab and view.query == here,
        **{"typed": view.name, **known},
    )
