"""Starting a run: as a page and as a dialog over any page, with what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Avg, F, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from jobops.lib.errors import Problem
from jobops.web.fragments import see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access, gateway
from orchestrator.models import User
from orchestrator.pipeline import runs
from orchestrator.templatetags.ui import plural
from tailoring import library

# One run scores at most so many (docs/api.md, scoreLimit).
SCORED_AT_ONCE = 100
REMEMBERED = 20
THERE_IS_ONE = "This run is still in progress; a second one was not started."


@dataclass(frozen=True)
class Preset:
    name: str
    label: str
    hint: str
    top_n: int
    minimum: int


PRESETS = (
    Preset("fast", "Fast", "up to 5, score 75+", 5, 75),
    Preset("balanced", "Balanced", "up to 10, score 50+", 10, 50),
    Preset("detailed", "Detailed", "up to 20, score 35+", 20, 35),
)


def within(low: int, high: int) -> dict[str, str]:
    said = f"Give a whole number from {low} to {high}."
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)


class RunForm(forms.Form):
    top_n = forms.IntegerField(
        min_value=1,
        max_value=50,
        initial=10,
        label="Prepare at most",
        help_text="1 to 50 jobs",
        error_messages=within(1, 50),
    )
    minimum = forms.IntegerField(
        min_value=0,
        max_value=100,
        initial=50,
        label="Lowest score",
        help_text="0 to 100",
        error_messages=within(0, 100),
    )

    def options(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"topN": given["top_n"], "minSuitabilityScore": given["minimum"]}


@dataclass(frozen=True)
class Before:
    """What a run would find, and `sentences` about what it would do with that."""

    discovered: int
    unscored: int
    has_resume: bool
    sentences: tuple[str, ...]


@vary_on_headers("HX-Request")
def new(request: HttpRequest) -> HttpResponse:
    form = RunForm(request.POST or None, initial=asked_for(request.GET))
    if request.method != "POST" or not form.is_valid():
        return shown(request, form)
    try:
        return led(request, f"/runs/{started(request, form)}")
    except Problem as problem:
        return shown(request, form, refused=problem.sentence)


def asked_for(query: Mapping[str, str]) -> dict[str, int]:
    """The numbers of the address, as far as they are numbers of the form."""
    form = RunForm(query)
    form.is_valid()
    return {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}


def led(request: HttpRequest, address: str) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def shown(request: HttpRequest, form: RunForm, *, refused: str = "") -> HttpResponse:
    top_n, minimum = (whole(form[name].value(), form[name].initial) for name in form.fields)
    context = {
        "form": form,
        "refused": refused,
        "presets": [(one, (one.top_n, one.minimum) == (top_n, minimum)) for one in PRESETS],
        "before": before(access.owner(request), top_n=top_n, minimum=minimum),
    }
    template = "runs/_new.html" if wants_fragment(request) else "runs/new.html"
    return render(request, template, context, status=422 if refused or form.errors else 200)


def whole(value: object, fallback: object) -> int:
    text = str(value)
    return int(text if text.isascii() and text.isdigit() and len(text) < 4 else str(fallback))


def before(owner: User, *, top_n: int, minimum: int) -> Before:
    found = owner.jobs.filter(status="discovered")
    discovered = found.count()
    unscored = found.filter(score=None).count()
    enough = found.filter(score__gte=minimum).count()
    chosen = min(top_n, enough)
    spent = duration(owner)
    said = [reached(enough, chosen, minimum=minimum, best=found.aggregate(m=Max("score"))["m"])]
    if unscored:
        first = min(unscored, SCORED_AT_ONCE)
        said.append(f"{plural(first, 'job')} without a score would be scored first.")
    if chosen and spent:
        said.append(f"By your last ones that takes {roughly(spent * chosen)}.")
    said.append(costs(owner, judged=min(unscored, SCORED_AT_ONCE), prepared=chosen))
    return Before(discovered, unscored, library.default(owner) is not None, tuple(said))


def reached(enough: int, chosen: int, *, minimum: int, best: float | None) -> str:
    if enough:
        scores = "scores" if enough == 1 else "score"
        said = f"{plural(enough, 'job')} in Discovered {scores} {minimum} or more"
        return f"{said}; {'that one' if chosen == enough == 1 else chosen} would be prepared."
    known = f"; the best scores {round(best)}" if best is not None else ""
    return f"No job in Discovered scores {minimum} or more{known}."


def duration(owner: User) -> timedelta | None:
    """How long a preparation took on average, by the last few."""
    last = owner.operations.filter(kind="process", status="succeeded", started_at__isnull=False)
    some = last.order_by("-finished_at").values("pk")[:REMEMBERED]
    took = owner.operations.filter(pk__in=list(some.values_list("pk", flat=True)))
    mean: timedelta | None = took.aggregate(m=Avg(F("finished_at") - F("started_at")))["m"]
    return mean


def roughly(time: timedelta) -> str:
    seconds = max(1, round(time.total_seconds()))
    return f"about {seconds} s" if seconds < 90 else f"about {round(seconds / 60)} min"


def costs(owner: User, *, judged: int, prepared: int) -> str:
    if gateway.for_owner(owner) is None:
        return "No model is set up, so everything is computed here."
    calls = judged + 2 * prepared
    return f"That is about {plural(calls, 'model call')}."


def started(request: HttpRequest, form: RunForm) -> object:
    """The id of the new run, or of the one that is in progress. Raises Problem."""
    owner = access.owner(request)
    try:
        return runs.start(owner, options=form.options(), trigger="manual", actor="user").pk
    except Problem as problem:
        if other := answer(problem).details.get("runId"):
            messages.info(request, THERE_IS_ONE)
            return other
        raise
