"""Saved searches: when each runs, what came of it, and its verbs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import later_each, say, within
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import PipelineRun, SearchPreset, User
from orchestrator.pipeline import cadence, presets, runs
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.run_words import state

RESULTS = later_each(
    {
        "skipped: busy": "Last time it was left out: another run went on for an hour.",
        "failed: options": "Last time it could not start: its options fit no more. Edit it.",
    }
)


@dataclass(frozen=True)
class SearchLine:
    """`due`: when it runs next by itself; `last`, `last_url`: what came of it the last time."""

    search: SearchPreset
    when: str
    asks: str
    last: str
    last_url: str
    waits: bool


def lines(owner: User) -> list[SearchLine]:
    found = owner.presets.select_related("last_run").order_by("name")
    newest: dict[UUID, PipelineRun] = {}
    for run in owner.runs.filter(preset__isnull=False).order_by("started_at"):
        assert run.preset_id is not None
        newest[run.preset_id] = run
    return [_line(one, newest.get(one.pk)) for one in found]


def _line(search: SearchPreset, run: PipelineRun | None) -> SearchLine:
    last = RESULTS.get(search.last_result, "")
    if not last and run:
        created = run.counts.get("created", 0)
        new = f", {plural(created, 'new job')}" if run.status != "running" else ""
        last = say("Last: {lower}{new}", lower=within(state(run)[0]), new=new)
    return SearchLine(
        search,
        when=cadence.told(search.cadence),
        asks=_asks(search),
        last=last,
        last_url=f"/runs/{run.pk}" if run else "",
        waits=search.waiting_since is not None,
    )


def _asks(search: SearchPreset) -> str:
    terms = search.options.get("searchTerms") or []
    more = say(" and {terms} more", terms=len(terms) - 2) if len(terms) > 2 else ""
    return ", ".join(terms[:2]) + more if terms else say("by your résumé")


@require_POST
def run_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    search = _own(request, pk)
    try:
        begun = runs.start(
            search.owner, options=search.options, trigger="manual", actor="user", preset=search
        )
    except Problem as refused:
        messages.info(request, refused.sentence)
        other = refused.details.get("runId")
        return see_other(f"/runs/{other}" if other else "/runs#searches")
    presets.used(search)
    return see_other(f"/runs/{begun.pk}")


@require_POST
def switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it run by itself, or not."""
    search = _own(request, pk)
    presets.change(search, {"enabled": request.POST.get("enabled") == "on"})
    said = say("runs by itself again") if search.enabled else say("waits until you start it")
    messages.info(request, f"“{search.name}” {said}.")
    return see_other("/runs#searches")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked once more by its name; its runs stay."""
    search = _own(request, pk)
    if request.method != "POST":
        return render(request, "runs/delete.html", {"search": search})
    presets.delete(search)
    messages.info(request, f"“{search.name}” was deleted. Its runs are kept.")
    return see_other("/runs#searches")


def _own(request: HttpRequest, pk: UUID) -> SearchPreset:
    found = access.owner(request).presets.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
