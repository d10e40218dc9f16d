"""Pipeline runs: start one, watch it, cancel it, and what became of each job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.web.fragments import STOP_POLLING, wants_fragment
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.models import PipelineRun, RunItem
from orchestrator.pipeline import progress, runs
from orchestrator.workspace import caller
from orchestrator.workspace.answers import see_other

PRESETS: Mapping[str, tuple[str, int, int]] = {
    "fast": ("Fast: the best 5 from 75", 5, 75),
    "balanced": ("Balanced: the best 10 from 50", 10, 50),
    "detailed": ("Detailed: the best 20 from 35", 20, 35),
}
REASONS: Mapping[str, str] = {
    "below_minimum": "Scored below the minimum",
    "beyond_top_n": "Good enough, but not among the first",
    "deadline_passed": "The deadline has passed",
    "listing_closed": "The posting seems closed",
    "uploaded_pdf": "Has a PDF of yours",
    "failed_often": "Failed three times this week",
    "unscored": "Has no score",
    "not_in_run": "Was not part of this run",
    "moved": "You moved it meanwhile",
}
STATES = {
    "running": "Running",
    "completed": "Complete",
    "failed": "Failed",
    "cancelled": "Cancelled",
}


class RunForm(forms.Form):
    top_n = forms.IntegerField(
        min_value=1, max_value=50, initial=10, label="How many to prepare", help_text="1 to 50"
    )
    minimum = forms.IntegerField(
        min_value=0, max_value=100, initial=50, label="Lowest score", help_text="0 to 100"
    )

    def options(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"topN": given["top_n"], "minSuitabilityScore": given["minimum"]}


@dataclass(frozen=True)
class Line:
    """What a run did with one job."""

    title: str
    url: str
    said: str
    state: str


@dataclass(frozen=True)
class RunView:
    run: PipelineRun
    word: str
    message: str
    detail: str
    done: int
    total: int
    took: timedelta | None
    live: bool
    prepared: tuple[Line, ...]
    left: tuple[tuple[str, int], ...]


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    rows = [(run, STATES[run.status]) for run in runs.history(caller.owner(request))]
    return render(request, "runs/list.html", {"runs": rows})


def new(request: HttpRequest) -> HttpResponse:
    form = RunForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            return see_other(f"/runs/{started(request, form)}")
        except Problem as problem:
            refused = problem.sentence
    context = {"form": form, "refused": refused, "presets": PRESETS.items()}
    return render(request, "runs/new.html", context, status=422 if refused or form.errors else 200)


def started(request: HttpRequest, form: RunForm) -> object:
    """The id of the new run, or of the one that is in progress. Raises Problem."""
    owner = caller.owner(request)
    try:
        return runs.start(owner, options=form.options(), trigger="manual", actor="user").pk
    except Problem as problem:
        if other := answer(problem).details.get("runId"):
            return other
        raise


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = view(access.run(caller.owner(request), pk))
    if not wants_fragment(request):
        return render(request, "runs/one.html", {"found": found})
    status = 200 if found.live else STOP_POLLING
    return render(request, "runs/_run.html", {"found": found}, status=status)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = access.run(caller.owner(request), pk)
    if run.status == "running":
        runs.cancel(run.owner, actor="user")
    return see_other(f"/runs/{pk}")


def view(run: PipelineRun) -> RunView:
    found = progress.counts(run)
    scoring = run.status == "running" and not found.selected
    step = progress.SHOWN.get(run.step, run.step)
    return RunView(
        run=run,
        word=STATES[run.status],
        message=run.error_message or progress.SENTENCES.get(step, ""),
        detail=f"{found.scored:,} scored, {found.processed} of {found.selected} prepared"
        + (f", {found.failed} failed" if found.failed else ""),
        done=found.scored if scoring else found.processed + found.failed,
        total=found.to_score if scoring else found.selected,
        took=run.completed_at - run.started_at if run.completed_at else None,
        live=run.status == "running",
        prepared=tuple(line(item) for item in prepared(run)),
        left=left_out(run),
    )


def prepared(run: PipelineRun) -> list[RunItem]:
    items = run.items.filter(step="processing").select_related("job").order_by("rank")
    return list(items[:50])


def line(item: RunItem) -> Line:
    said = {"succeeded": "Ready", "running": "Being prepared", "pending": "Waiting"}
    reason = REASONS.get(item.reason or "", item.reason or "")
    error = (item.error or {}).get("sentence") or (item.error or {}).get("message") or ""
    return Line(
        title=str(item.job) if item.job else "A deleted job",
        url=f"/jobs/all/{item.job_id}" if item.job_id else "",
        said=str(error or reason or said.get(item.state, item.state)),
        state=item.state,
    )


def left_out(run: PipelineRun) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for reason in run.items.filter(step="selecting").values_list("reason", flat=True):
        word = REASONS.get(reason or "", reason or "")
        counted[word] = counted.get(word, 0) + 1
    return tuple(sorted(counted.items(), key=lambda pair: -pair[1]))
