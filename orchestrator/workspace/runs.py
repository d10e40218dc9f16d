"""Pipeline runs: start one, watch it, cancel it, and what became of each job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from orchestrator import access
from orchestrator.bulk import actions
from orchestrator.lifecycle import Status
from orchestrator.models import PipelineRun, RunItem
from orchestrator.pipeline import progress, runs
from orchestrator.templatetags.ui import plural

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
    steps: tuple[Step, ...]
    now: str
    retry: int
    prepared: tuple[Line, ...]
    left: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Step:
    """One part of the work; `css` as in .steps, `said` its count."""

    label: str
    css: str
    icon: str
    said: str


@dataclass(frozen=True)
class Past:
    """A line of the history."""

    run: PipelineRun
    word: str
    kind: str
    asked: str
    took: str


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    rows = [past(run) for run in runs.history(access.owner(request), limit=50)]
    return render(request, "runs/list.html", {"runs": rows})


def past(run: PipelineRun) -> Past:
    top_n, least = (run.options.get(key) for key in ("topN", "minSuitabilityScore"))
    return Past(
        run,
        *STATES[run.status],
        asked=f"up to {top_n}, score {least}+" if top_n is not None else "",
        took=lasted((run.completed_at or timezone.now()) - run.started_at),
    )


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


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Prepare again what failed and still waits in Discovered, as a bulk action."""
    owner = access.owner(request)
    again = failed_jobs(access.run(owner, pk))
    if not again:
        messages.info(request, "Nothing of this run is left to try again.")
        return see_other(f"/runs/{pk}")
    found = actions.request(owner, "move_to_ready", again, actor="user")
    return see_other(f"/bulk/{found.pk}")


def failed_jobs(run: PipelineRun) -> list[str]:
    items = run.items.filter(step="processing", state="failed", job__status=Status.DISCOVERED)
    return [str(pk) for pk in items.order_by("rank").values_list("job_id", flat=True)]


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
        steps=steps(run, found),
        now=current(run) if live else "",
        retry=0 if live or not found.failed else len(failed_jobs(run)),
        prepared=tuple(line(item) for item in prepared(run)),
        left=left_out(run),
    )


# Step of a run as shown → the steps it has inside.
PHASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Score", ("start", "scoring", "judging")),
    ("Choose the best", ("selecting",)),
    ("Prepare", ("processing",)),
)


def steps(run: PipelineRun, found: progress.Counts) -> tuple[Step, ...]:
    said = (
        f"{found.scored:,} of {found.to_score:,}" if found.to_score else "",
        plural(found.selected, "job") if found.selected else "",
        f"{found.processed + found.failed} of {found.selected}" if found.selected else "",
    )
    inner = [name for _, names in PHASES for name in names]
    at = inner.index(run.step) if run.step in inner else len(inner)
    ended = run.status == "completed"
    drawn = []
    for (label, names), count in zip(PHASES, said, strict=True):
        if ended or inner.index(names[-1]) < at < len(inner):
            drawn.append(Step(label, "done", "check", count))
        elif run.step in names:
            drawn.append(Step(label, "now", "half", count))
        else:
            drawn.append(Step(label, "", "dash", count))
    return tuple(drawn)


def current(run: PipelineRun) -> str:
    """What is worked on this moment."""
    item = run.items.filter(state="running", job__isnull=False).select_related("job").first()
    return str(item.job) if item else ""


def doing(found: progress.Counts, *, scoring: bool) -> str:
    if not scoring:
        return f"Preparing, {found.processed + found.failed} of {found.selected}"
    if not found.to_score:
        return "Looking at what is there"
    return f"Scoring, {found.scored:,} of {found.to_score:,}"


def lasted(time: timedelta) -> str:
    """ "8 s", "3 min 20 s"; minutes alone from ten on, then hours."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    if minutes >= 120:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
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
