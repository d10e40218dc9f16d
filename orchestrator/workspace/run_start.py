"""Starting a run: as a page and as a dialog over any page, with what it would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from jobops.lib.errors import Invalid, Problem
from jobops.lib.words import later
from jobops.web.fragments import see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access, gateway, preferences
from orchestrator.models import SearchPreset, User
from orchestrator.pipeline import cadence, presets, runs
from orchestrator.workspace import run_given, run_options, run_sources
from orchestrator.workspace.run_before import before
from orchestrator.workspace.run_folds import folds
from orchestrator.workspace.run_form import RunForm

THERE_IS_ONE = later("This run is still in progress; a second one was not started.")
WRITE_FIRST = later("Write what you look for, in a sentence or two.")


@dataclass(frozen=True)
class Preset:
    name: str
    label: str
    hint: str
    top_n: int
    minimum: int
    budget: int

    @property
    def numbers(self) -> dict[str, int]:
        return {"top_n": self.top_n, "minimum": self.minimum, "budget": self.budget}


PRESETS = (
    Preset("fast", later("Fast"), later("up to 5, score 75+"), 5, 75, 300),
    Preset("balanced", later("Balanced"), later("up to 10, score 50+"), 10, 50, 500),
    Preset("detailed", later("Detailed"), later("up to 20, score 35+"), 20, 35, 750),
)


@vary_on_headers("HX-Request")
def new(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    if request.method != "POST":
        return shown(request, RunForm(owner=owner, initial=run_given.fields(owner, request.GET)))
    return WISHES.get(request.POST.get("do", ""), run)(request, RunForm(request.POST, owner=owner))


def preset(request: HttpRequest, form: RunForm) -> HttpResponse:
    """Other numbers; all that was typed beside them stays."""
    chosen = next(one for one in PRESETS if one.name == request.POST["do"])
    return anew(request, {**form.typed, **chosen.numbers})


def propose(request: HttpRequest, form: RunForm) -> HttpResponse:
    """The fields that a sentence speaks of, filled in to be looked over."""
    text = " ".join(str(form.typed["sentence"] or "").split())
    if not text:
        form.add_error("sentence", WRITE_FIRST)
        return shown(request, form)
    values, told = run_given.proposed(access.owner(request), text, typed=form.typed)
    return anew(request, values, told=told)


def fill(request: HttpRequest, form: RunForm) -> HttpResponse:
    """The fields of a saved search in place of what stands there."""
    chosen = {"preset": request.POST.get("saved", "")}
    return anew(request, run_given.fields(access.owner(request), chosen))


def anew(request: HttpRequest, values: Mapping[str, Any], *, told: str = "") -> HttpResponse:
    form = RunForm(owner=access.owner(request), initial=values)
    return shown(request, form, told=told)


def look(request: HttpRequest, form: RunForm) -> HttpResponse:
    """Says what the run would do, and starts nothing."""
    form.is_valid()
    return shown(request, form)


def run(request: HttpRequest, form: RunForm) -> HttpResponse:
    """What was written in a sentence is first shown as it was read."""
    if not form.is_valid():
        return shown(request, form)
    if form.cleaned_data["sentence"]:
        return propose(request, form)
    try:
        return led(request, f"/runs/{started(request, form)}")
    except Problem as problem:
        return refused(request, form, problem)


def save(request: HttpRequest, form: RunForm) -> HttpResponse:
    """Keep the search under its name; one that was opened here is changed."""
    if not form.is_valid():
        return shown(request, form)
    try:
        found = _kept(access.owner(request), form, is_new=request.POST["do"] == "save_new")
    except Problem as problem:
        return refused(request, form, problem)
    messages.info(request, f"“{found.name}” is saved. {cadence.told(found.cadence)}.")
    return led(request, "/runs#searches")


def _kept(owner: User, form: RunForm, *, is_new: bool) -> SearchPreset:
    """Raises Invalid or Refused."""
    known = None if is_new else run_given.opened(owner, form.cleaned_data["preset"])
    parts = {
        "name": form.cleaned_data["name"],
        "options": {**run_given.kept(known), **run_options.options(form.cleaned_data)},
        "cadence": run_options.timing(form.cleaned_data),
    }
    found = presets.change(known, parts) if known else presets.save(owner, **parts)
    block(owner, form)
    return found


WISHES: Mapping[str, Callable[[HttpRequest, RunForm], HttpResponse]] = {
    "look": look, "save": save, "save_new": save, "fill": fill, "plan": propose,
    **{one.name: preset for one in PRESETS},
}  # fmt: skip


def shown(
    request: HttpRequest, form: RunForm, *, refused: str = "", told: str = ""
) -> HttpResponse:
    """The form with what it would do. Whatever was typed stays."""
    context = {"form": form, "refused": refused, "told": told}
    context |= _around(access.owner(request), form)
    template = "runs/_new.html" if wants_fragment(request) else "runs/new.html"
    return render(request, template, context, status=422 if refused or form.errors else 200)


def _around(owner: User, form: RunForm) -> dict[str, Any]:
    """What is shown beside the fields, by what stands in them."""
    typed = form.typed
    probed = RunForm(typed, owner=owner)
    probed.is_valid()
    given = probed.cleaned_data
    country = str(typed["country"] or "")
    return {
        "presets": [(one, one.numbers.items() <= given.items()) for one in PRESETS],
        "saved": presets.listed(owner),
        "opened": run_given.opened(owner, str(typed["preset"] or "")),
        "sources": run_sources.groups(owner, chosen=typed["sources"] or (), country=country),
        "folds": folds(form, given),
        "before": before(owner, run_options.sketched(given)),
        "has_model": gateway.for_owner(owner) is not None,
    }


def refused(request: HttpRequest, form: RunForm, problem: Problem) -> HttpResponse:
    if isinstance(problem, Invalid) and problem.field_errors:
        form.blame(problem)
        return shown(request, form)
    if problem.kind == "name_taken":
        form.add_error("name", problem.sentence)
        return shown(request, form)
    return shown(request, form, refused=problem.sentence)


def led(request: HttpRequest, address: str) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def started(request: HttpRequest, form: RunForm) -> object:
    """The id of the new run, or of the one that is in progress. Raises Problem."""
    try:
        return _begun(access.owner(request), form)
    except Problem as problem:
        if other := answer(problem).details.get("runId"):
            messages.info(request, THERE_IS_ONE)
            return other
        raise


def _begun(owner: User, form: RunForm) -> UUID:
    preset = run_given.opened(owner, form.cleaned_data["preset"])
    asked = {**run_given.kept(preset), **run_options.options(form.cleaned_data)}
    # Once it was changed here it is no longer the search that was saved.
    same = preset if preset and asked == preset.options else None
    block(owner, form)
    begun = runs.start(owner, options=asked, trigger="manual", actor="user", preset=same)
    if same:
        presets.used(same)
    return begun.pk


def block(owner: User, form: RunForm) -> None:
    """Employers to leave out are one list for all searches. Raises Invalid."""
    typed = form.cleaned_data["blocked"]
    if typed != preferences.of(owner)["blockedEmployers"]:
        preferences.save(owner, {"blockedEmployers": typed or None})
