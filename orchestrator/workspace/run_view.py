"""A run as its page shows it. Every figure is counted or stored, none is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jobops.lib.words import say
from orchestrator.models import PipelineRun
from orchestrator.pipeline import insights, progress
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import run_outcome
from orchestrator.workspace.run_causes import Nothing, nothing
from orchestrator.workspace.run_outcome import LeftOut, Line
from orchestrator.workspace.run_plot import Plot, plot
from orchestrator.workspace.run_reading import Reading, readings
from orchestrator.workspace.run_steps import Doing, Step, doing, steps
from orchestrator.workspace.run_words import NOTICES, lasted, state, trigger


@dataclass(frozen=True)
class RunView:
    """A run as drawn; `figures` are label and stored count, `now` what is worked on this moment.
    `retry` counts jobs that can be prepared again.
    """

    run: PipelineRun
    word: str
    kind: str
    by: str
    message: str
    note: str
    doing: Doing
    figures: tuple[tuple[str, int], ...]
    took: str
    live: bool
    stopping: bool
    steps: tuple[Step, ...]
    now: str
    retry: int
    terms: tuple[str, ...]
    terms_left: tuple[str, ...]
    sources: tuple[Reading, ...]
    nothing: Nothing | None
    prepared: tuple[Line, ...]
    failures: tuple[Line, ...]
    left: tuple[LeftOut, ...]
    plot: Plot | None
    spent: str

    @property
    def ask_again(self) -> bool:
        return any(one.can_retry for one in self.sources)


def view(run: PipelineRun, *, retry: int) -> RunView:
    found, told = progress.counts(run), insights.insights(run)
    live = run.status == "running"
    word, kind = state(run)
    return RunView(
        run=run,
        word=word,
        kind=kind,
        by=trigger(run),
        message=message(run, told),
        note=NOTICES.get(told["notice"] or "", ""),
        doing=doing(run, found),
        figures=figures(told["counts"]),
        took=lasted((run.completed_at or timezone.now()) - run.started_at),
        live=live,
        stopping=live and run.cancel_requested_at is not None,
        steps=steps(run, found),
        now=current(run, found) if live else "",
        retry=retry,
        terms=tuple(told["terms"]),
        terms_left=tuple(told["termsLeftOut"]),
        sources=readings(told["perSource"], live=live),
        nothing=None if live else nothing(run, told["perSource"]),
        prepared=run_outcome.chosen(told["chosen"]),
        failures=run_outcome.failures(told["errors"]),
        left=run_outcome.left_out(told["notChosen"]),
        plot=plot(told["scores"], minimum=run.options.get("minSuitabilityScore")),
        spent=run_outcome.spent(told["usage"]),
    )


def message(run: PipelineRun, told: Mapping[str, Any]) -> str:
    """How it ended, in a sentence."""
    if run.error_message or run.status != "completed":
        step = progress.SHOWN.get(run.step, run.step)
        return run.error_message or progress.SENTENCES.get(step, "")
    counts = told["counts"]
    wrong = errors(run.error_counts)
    said = (
        [say("{new_jobs} found.", new_jobs=plural(counts["created"], "new job"))]
        if counts["created"]
        else []
    )
    if counts["processed"]:
        said.append(say("{jobs} moved to Ready.", jobs=plural(counts["processed"], "job")))
    elif counts["failed"]:
        said.append(say("No job became Ready. Each line below says why; all texts are kept."))
    elif run.options.get("enableAutoTailoring", True):
        said.append(
            say("No job was chosen. Below is why; a lower score or more postings may help.")
        )
    return " ".join([*said, *wrong]) or say("Nothing was to be done.")


def errors(counts: Mapping[str, int]) -> list[str]:
    """What went wrong beside what is said of each job."""
    named = {"sources": "source", "records": "posting", "scoring": "score"}
    failed = {"sources": "failed", "records": say("could not be read"), "scoring": "failed"}
    parts = [f"{plural(counts[k], named[k])} {failed[k]}" for k in named if counts.get(k)]
    return [f"{', '.join(parts)}."] if parts else []


def current(run: PipelineRun, found: progress.Counts) -> str:
    """What is worked on this moment."""
    if found.read.current:
        return found.read.current
    item = run.items.filter(state="running", job__isnull=False).select_related("job").first()
    return str(item.job) if item else ""


def figures(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """What was counted; a zero is shown only where it says something."""
    shown = (
        (say("new"), "created"),
        (say("refreshed"), "refreshed"),
        (say("linked"), "linked"),
        (say("scored anew"), "scored"),
        (say("skipped by score"), "autoSkipped"),
        (say("chosen"), "selected"),
        (say("prepared"), "processed"),
        (say("failed"), "failed"),
    )
    always = {"created", "scored", "selected", "processed"}
    return tuple((label, counts[name]) for label, name in shown if counts[name] or name in always)
