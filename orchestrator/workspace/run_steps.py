"""The steps of a run as a person counts them, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from jobops.lib.words import later, number, say
from orchestrator.models import PipelineRun
from orchestrator.pipeline.progress import Counts
from orchestrator.templatetags.ui import plural

# Step of a run as shown → the steps it has inside.
PHASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (later("Collect"), ("start", "crawling")),
    (later("Import"), ("importing",)),
    (later("Score"), ("scoring", "judging")),
    (later("Choose"), ("selecting",)),
    (later("Prepare"), ("processing",)),
)
INNER = tuple(name for _, names in PHASES for name in names)


@dataclass(frozen=True)
class Step:
    """One part of the work; `css` as in .steps, `said` its count."""

    label: str
    css: str
    icon: str
    said: str


@dataclass(frozen=True)
class Doing:
    """What goes on now, in words and as `done` of `total`; no total: unknown."""

    label: str
    done: int
    total: int


def steps(run: PipelineRun, found: Counts) -> tuple[Step, ...]:
    read = found.read
    said = (
        say("{ended} of {sources}", ended=read.ended, sources=plural(read.sources, "source"))
        if read.sources
        else "",
        _imported(found),
        say("{scored} of {to_score}", scored=number(found.scored), to_score=number(found.to_score))
        if found.to_score
        else "",
        plural(found.selected, "job") if found.selected else "",
        say(
            "{processed} of {selected}",
            processed=found.processed + found.failed,
            selected=found.selected,
        )
        if found.selected
        else "",
    )
    at = INNER.index(run.step) if run.step in INNER else len(INNER)
    ended = run.status == "completed"
    drawn = []
    for (label, names), count in zip(PHASES, said, strict=True):
        if ended or INNER.index(names[-1]) < at < len(INNER):
            drawn.append(Step(label, "done", "check", count))
        elif run.step in names:
            drawn.append(Step(label, "now", "half", count))
        else:
            drawn.append(Step(label, "", "dash", count))
    return tuple(drawn)


def doing(run: PipelineRun, found: Counts) -> Doing:
    read = found.read
    if run.step == "crawling" and read.sources:
        return Doing(
            say("Reading sources, {ended} of {sources}", ended=read.ended, sources=read.sources),
            read.ended,
            read.sources,
        )
    if found.selected:
        ended = found.processed + found.failed
        return Doing(
            say("Preparing, {ended} of {selected}", ended=ended, selected=found.selected),
            ended,
            found.selected,
        )
    if found.to_score:
        said = say(
            "Scoring, {scored} of {to_score}",
            scored=number(found.scored),
            to_score=number(found.to_score),
        )
        return Doing(said, found.scored, found.to_score)
    return Doing(say("Looking at what is there"), 0, 0)


def _imported(found: Counts) -> str:
    read = found.read
    parts = [
        (read.created, say("new")),
        (read.refreshed, say("refreshed")),
        (read.linked, say("linked")),
    ]
    return ", ".join(f"{number(count)} {word}" for count, word in parts if count)
