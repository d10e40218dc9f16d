"""Pipeline runs: start one, watch it, cancel it, and what became of each job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.models import PipelineRun, RunItem, User
from orchestrator.pipeline import progress, runs
from orchestrator.templatetags.ui import plural
from tailoring import library

PRESETS: Mapping[str, tuple[str, int, int]] = {
    "fast": ("Fast: up to 5 that score 75 or more", 5, 75),
    "balanced": ("Balanced: up to 10 from 50", 10, 50),
    "detailed": ("Detailed: up to 20 from 35", 20, 35),
}
REASONS: Mapping[str, str] = {
    "below_minimum": "Scored below the lowest score asked for",
    "beyond_top_n": "Good enough, but others scored higher",
    "deadline_passed": "The deadline has passed",
    "listing_closed": "The posting seems closed",
    "uploaded_pdf": "Has a PDF of yours",
    "failed_often": "Failed three times this week",
    "unscored": "Has no score",
    "not_in_run": "Was not part of this run",
    "moved": "You moved it meanwhile",
    "deleted": "Was deleted meanwhile",
}
# State of an item → class of the line, icon and word.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "succeeded": ("is-pass", "check", "Ready"),
    "failed": ("is-fail", "cross", "Failed"),
    "running": ("", "half", "Being prepared"),
    "pending": ("", "clock", "Waiting"),
}
NAMED = 12
# State of a run → word and kind of its chip.
STATES = {
    "running": ("Running", "busy"),
    "completed": ("Complete", "good"),
    "failed": ("Failed", "danger"),
    "cancelled": ("Cancelled", ""),
}


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
class Line:
    """What a run did with one job; `css`, `icon` and `word` as in MARKS."""

    title: str
    url: str
    said: str
    css: str
    icon: str
    word: str


@dataclass(frozen=True)
class LeftOut:
    """Jobs a run did not choose for one reason; the best are named."""

    reason: str
    count: int
    named: tuple[tuple[str, str, float | None], ...]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class RunView:
    """A run as drawn; `figures` are label and stored count."""

    run: PipelineRun
    word: str
    message: str
    doing: str
    done: int
    total: int
    figures: tuple[tuple[str, int], ...]
    took: str
    live: bool
    stopping: bool
    prepared: tuple[Line, ...]
    left: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Before:
    """What a new run would find."""

    discovered: int
    unscored: int
    has_resume: bool


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    rows = [(run, *STATES[run.status]) for run in runs.history(access.owner(request), limit=50)]
    return render(request, "runs/list.html", {"runs": rows})


def new(request: HttpRequest) -> HttpResponse:
    form = RunForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return asked(request, form)
    try:
        return see_other(f"/runs/{started(request, form)}")
    except Problem as problem:
        return asked(request, form, refused=problem.sentence)


def asked(request: HttpRequest, form: RunForm, *, refused: str = "") -> HttpResponse:
    context = {
        "form": form,
        "refused": refused,
        "presets": PRESETS.items(),
        "before": before(access.owner(request)),
    }
    return render(request, "runs/new.html", context, status=422 if refused or form.errors else 200)


def before(owner: User) -> Before:
    found = owner.jobs.discovered()
    return Before(
        discovered=found.count(),
        unscored=found.filter(score=None).count(),
        has_resume=library.default(owner) is not None,
    )


def started(request: HttpRequest, form: RunForm) -> object:
    """The id of the new run, or of the one that is in progress. Raises Problem."""
    owner = access.owner(request)
    try:
        return runs.start(owner, options=form.options(), trigger="manual", actor="user").pk
    except Problem as problem:
        if other := answer(problem).details.get("runId"):
            return other
        raise


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = view(access.run(access.owner(request), pk))
    if not wants_fragment(request):
        return render(request, "runs/one.html", {"found": found})
    status = 200 if found.live else STOP_POLLING
    return render(request, "runs/_run.html", {"found": found}, status=status)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = access.run(access.owner(request), pk)
    if run.status == "running":
        runs.cancel(run.owner, actor="user")
    return see_other(f"/runs/{pk}")


def view(run: PipelineRun) -> RunView:
    found = progress.counts(run)
    live = run.status == "running"
    scoring = live and not found.selected
    step = progress.SHOWN.get(run.step, run.step)
    ended = "" if run.status == "completed" else progress.SENTENCES.get(step, "")
    return RunView(
        run=run,
        word=STATES[run.status][0],
        message=run.error_message or (outcome(found) if not live else ended),
        doing=doing(found, scoring=scoring),
        done=found.scored if scoring else found.processed + found.failed,
        total=found.to_score if scoring else found.selected,
        figures=figures(found),
        took=lasted((run.completed_at or timezone.now()) - run.started_at),
        live=live,
        stopping=live and run.cancel_requested_at is not None,
        prepared=tuple(line(item) for item in prepared(run)),
        left=left_out(run),
    )


def doing(found: progress.Counts, *, scoring: bool) -> str:
    if not scoring:
        return f"Preparing, {found.processed + found.failed} of {found.selected}"
    if not found.to_score:
        return "Looking at what is there"
    return f"Scoring, {found.scored:,} of {found.to_score:,}"


def lasted(time: timedelta) -> str:
    """ "8 s", "3 min 20 s"; minutes alone from ten on."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    if minutes >= 10:
        return f"{minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def outcome(found: progress.Counts) -> str:
    if found.processed:
        return f"{plural(found.processed, 'job')} moved to Ready."
    if found.failed:
        return "No job became Ready. Each line below says why; all texts are kept."
    return "No job was chosen. Below is why; a lower score or more postings would change that."


def figures(found: progress.Counts) -> tuple[tuple[str, int], ...]:
    """What was counted; a zero is shown only where it says something."""
    shown = (
        ("scored anew", found.scored),
        ("score failed", found.scoring_failed),
        ("skipped by score", found.auto_skipped),
        ("chosen", found.selected),
        ("prepared", found.processed),
        ("failed", found.failed),
    )
    always = {"scored anew", "chosen", "prepared"}
    return tuple((label, count) for label, count in shown if count or label in always)


def prepared(run: PipelineRun) -> list[RunItem]:
    items = run.items.filter(step="processing").select_related("job").order_by("rank")
    return list(items[:50])


def line(item: RunItem) -> Line:
    css, icon, word = MARKS.get(item.state, ("", "dash", "Passed over"))
    error = item.error or {}
    reason = REASONS.get(item.reason or "", "") if item.state == "skipped" else ""
    return Line(
        title=str(item.job) if item.job else "A deleted job",
        url=f"/jobs/all/{item.job_id}" if item.job_id else "",
        said=str(error.get("sentence") or error.get("message") or reason),
        css=css,
        icon=icon,
        word=word,
    )


def left_out(run: PipelineRun) -> tuple[LeftOut, ...]:
    items = run.items.filter(step="selecting")
    counted = items.values_list("reason").annotate(count=Count("pk")).order_by("-count")
    return tuple(
        LeftOut(REASONS.get(reason or "", reason or "No reason was stored"), count, named)
        for reason, count in counted
        for named in [tuple(best(items.filter(reason=reason)))]
    )


def best(items: QuerySet[RunItem]) -> Iterator[tuple[str, str, float | None]]:
    """Title, address and score of the first few."""
    rows = items.filter(job__isnull=False).select_related("job").order_by("rank")[:NAMED]
    for item in rows:
        assert item.job is not None
        yield str(item.job), f"/jobs/all/{item.job_id}", item.job.score
