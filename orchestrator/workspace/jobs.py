"""The two panes: list and panel, as a whole page or as the fragment that was asked for."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.web.fragments import STOP_POLLING, see_other, shown, wants_fragment
from orchestrator import access, preferences
from orchestrator.jobs import snoozing
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.workspace import rows
from orchestrator.workspace.listing import Listing, listing, offered, tabs
from orchestrator.workspace.panels import Panel, panel
from orchestrator.workspace.parameters import ORDERS
from orchestrator.workspace.places import Place, place


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    tab = "ready" if owner.jobs.ready().awake(at=timezone.now()).exists() else "discovered"
    return HttpResponseRedirect(f"/jobs/{tab}")


@require_safe
@vary_on_headers("HX-Request")
def listed(request: HttpRequest, tab: str) -> HttpResponse:
    """A tab with its first row shown beside it, where there is room for both."""
    owner, at = access.owner(request), place(tab, request.GET)
    if wants_fragment(request):
        return refreshed(request, owner, at)
    found = listing(owner, at)
    return render(request, "jobs/page.html", {**beside(owner, at, found), "list": selected(found)})


def refreshed(request: HttpRequest, owner: User, at: Place) -> HttpResponse:
    """The list alone after its filters changed. The panel stays while its job is in the list."""
    job, opened = shown_job(request)
    found = listing(owner, at, shown=job)
    context: dict[str, object] = {"list": found}
    if not found.has_shown:
        context = {**beside(owner, at, found), "list": selected(found), "moved": True}
    response = render(request, "jobs/_listed.html", context)
    response["HX-Push-Url"] = at.url(job if found.has_shown and opened else None)
    return response


@require_safe
@vary_on_headers("HX-Request")
def filter_form(request: HttpRequest, tab: str) -> HttpResponse:
    """All filters: in the menu once it is opened, without a script as a page."""
    owner, at = access.owner(request), place(tab, request.GET)
    context = {"form": offered(owner, at), "at": at}
    return shown(request, "jobs/filters.html", "jobs/_filter_fields.html", context)


@require_POST
def sort(request: HttpRequest, tab: str) -> HttpResponse:
    """Show a list in another order, now and from now on."""
    owner = access.owner(request)
    at = place(tab, QueryDict(request.POST.get("query", "")[:4000])).top
    chosen = request.POST.get("sort", "")
    if chosen in ORDERS:
        mine = preferences.of(owner)["listSorts"]
        preferences.save(owner, {"listSorts": {**mine, tab: chosen}})
        at = replace(at, sort=chosen)
    return refreshed(request, owner, at) if wants_fragment(request) else see_other(at.url())


def shown_job(request: HttpRequest) -> tuple[UUID | None, bool]:
    """The job in the panel, as the page says, and whether the address names it."""
    with contextlib.suppress(ValueError):
        job = UUID(request.headers.get("Shown-Job", ""))
        return job, str(job) in request.headers.get("HX-Current-URL", "")
    return None, False


def beside(owner: User, at: Place, found: Listing) -> dict[str, object]:
    """The first row's job for the panel."""
    first = found.page.rows[0].id if found.page.rows else None
    job = access.job(owner, first) if first else None
    return {"panel": panel(job, at, opened=False) if job else None}


def selected(found: Listing) -> Listing:
    """With the first row marked."""
    if not found.page.rows:
        return found
    first, *others = found.page.rows
    marked = (replace(first, selected=True), *others)
    return replace(found, page=replace(found.page, rows=marked))


@require_safe
@vary_on_headers("HX-Request")
def one(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    owner, at = access.owner(request), place(tab, request.GET)
    job = access.job(owner, pk)
    whole = request.GET.get("posting") == "whole"
    if wants_fragment(request):
        return shown(request, "", "jobs/_panel.html", {"panel": panel(job, at, whole=whole)})
    return render(request, "jobs/page.html", workspace(owner, at, job, whole=whole))


@require_safe
@vary_on_headers("HX-Request")
def more(request: HttpRequest, tab: str) -> HttpResponse:
    """The next page of rows, appended; without a script a page of its own."""
    owner, at = access.owner(request), place(tab, request.GET)
    if not wants_fragment(request):
        return HttpResponseRedirect(at.url())
    return shown(request, "", "jobs/_rows.html", {"page": rows.page(owner, at)})


@require_safe
@vary_on_headers("HX-Request")
def counts(request: HttpRequest, tab: str) -> HttpResponse:
    owner, at = access.owner(request), place(tab, request.GET)
    if not wants_fragment(request):
        return HttpResponseRedirect(at.url())
    found = tabs(snoozing.counted(owner), at)
    return shown(request, "", "jobs/_tabs.html", {"tabs": found, "at": at})


@require_safe
@vary_on_headers("HX-Request")
def progress(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    """The steps of a running attempt; its end replaces the whole panel."""
    owner, at = access.owner(request), place(tab, request.GET)
    job = access.job(owner, pk)
    found = panel(job, at)
    if job.status == Status.PROCESSING or not wants_fragment(request):
        return polled(request, found, "progress", over=False)
    response = shown(request, "", "jobs/_panel.html", {"panel": found}, status=STOP_POLLING)
    response["HX-Retarget"] = "#panel"
    return response


@require_safe
@vary_on_headers("HX-Request")
def paper(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    """The PDF's section while it is being rebuilt or read back."""
    found = panel(access.job(access.owner(request), pk), place(tab, request.GET))
    return polled(request, found, "paper", over=not (found.paper and found.paper.poll))


@require_safe
@vary_on_headers("HX-Request")
def fit(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    """The score's section while it is being made again."""
    found = panel(access.job(access.owner(request), pk), place(tab, request.GET))
    return polled(request, found, "assessment", over=not found.scoring)


def polled(request: HttpRequest, found: Panel, part: str, *, over: bool) -> HttpResponse:
    """One section; its last answer stops the asking and leaves the rest of the panel alone."""
    if not wants_fragment(request):
        return HttpResponseRedirect(found.url)
    status = STOP_POLLING if over else 200
    return shown(request, "", f"jobs/_{part}.html", {"panel": found}, status=status)


def workspace(
    owner: User, at: Place, job: Job | None, *, opened: bool = True, **options: Any
) -> dict[str, object]:
    """Context of the whole page; `job` is the one in the panel."""
    return {
        "list": listing(owner, at, selected=job.pk if job else None),
        "panel": panel(job, at, opened=opened, **options) if job else None,
    }
