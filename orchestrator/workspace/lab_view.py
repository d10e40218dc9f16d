"""What the prompt lab shows: requests as they would be sent, and what came of a trial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from jobops.lib.words import later, number, say
from orchestrator import preferences
from orchestrator.models import Job, Operation
from orchestrator.pipeline.insights import spent_by
from orchestrator.pipeline.prompt_lab import KEY
from orchestrator.workspace.review_words import Run, compared
from orchestrator.workspace.run_outcome import spent
from tailoring import language, style, trial

NO_RESUME = later("There is no résumé to write from.")


@dataclass(frozen=True)
class Request:
    """Both messages of a call; or `problem`, which says why there can be none."""

    job: Job
    system: str = ""
    user: str = ""
    language: str = ""
    problem: str = ""

    @property
    def size(self) -> str:
        return number(len(self.system) + len(self.user))


@dataclass(frozen=True)
class Text:
    """A field of a job's texts: lines of marked words. `name` is a skill group's."""

    lines: tuple[tuple[str, tuple[Run, ...]], ...]


@dataclass(frozen=True)
class Side:
    """`why`: each doubted claim with the reason."""

    label: str
    headline: Text
    summary: Text
    skills: Text
    supported: int
    blocked: int
    why: tuple[tuple[str, str], ...]
    changes: int
    held: int
    left_out: int


@dataclass(frozen=True)
class Outcome:
    """One job of a trial. `error`: why there is nothing; `is_open`: not tried yet."""

    pk: str
    job: Job | None
    error: str = ""
    now: Side | None = None
    new: Side | None = None
    is_open: bool = False


@dataclass(frozen=True)
class Standing:
    """A trial under way or ended. `moved`: other instructions were saved since it began."""

    operation: Operation
    live: bool
    done: int
    total: int
    outcomes: tuple[Outcome, ...]
    spent: str
    moved: bool


def requests(jobs: Sequence[Job], *, template: str) -> list[Request]:
    return [_request(job, template=template) for job in jobs]


def standing(operation: Operation) -> Standing:
    options, told = operation.options, operation.result.get("jobs", {})
    live = operation.finished_at is None
    saved = preferences.of(operation.owner)[KEY]
    jobs = operation.owner.jobs.in_bulk(options.get("jobs", []))
    found = {str(pk): job for pk, job in jobs.items()}
    return Standing(
        operation=operation,
        live=live,
        done=len(told),
        total=len(options.get("jobs", [])),
        outcomes=tuple(
            _outcome(pk, found.get(pk), told.get(pk), live=live) for pk in options.get("jobs", [])
        ),
        spent=spent(spent_by(operation.owner, operation_id=operation.pk)),
        moved=bool(options) and saved not in (options["saved"], options["template"]),
    )


def _request(job: Job, *, template: str) -> Request:
    version = trial.base(job)
    if version is None:
        return Request(job, problem=NO_RESUME)
    own = replace(style.read(preferences.of(job.owner)), template=template)
    found = trial.rendered(job, version=version, style=own)
    return Request(job, found.system, found.user, language.name(found.language))


def _outcome(pk: str, job: Job | None, told: Mapping[str, Any] | None, *, live: bool) -> Outcome:
    if job is None:
        return Outcome(pk, None, error=say("This job was deleted."))
    if told is None:
        return Outcome(pk, job, is_open=live, error="" if live else say("It was not tried."))
    if "error" in told:
        return Outcome(pk, job, error=told["error"])
    now = _side(say("In the job now"), told["now"]) if told["now"] else None
    return Outcome(pk, job, now=now, new=_side(say("With this template"), told["new"]))


def _side(label: str, said: Mapping[str, Any]) -> Side:
    parts = [*said["headline"], *said["summary"], *said["skills"]]
    doubts = [one for part in parts for one in part["doubts"]]
    blocked = sum(bool(part["doubts"]) for part in parts)
    return Side(
        label=label,
        headline=Text(tuple(("", _runs([one])) for one in said["headline"])),
        summary=Text((("", _runs(said["summary"])),) if said["summary"] else ()),
        skills=Text(tuple(_groups(said["skills"]))),
        supported=len(parts) - blocked,
        blocked=blocked,
        why=tuple(dict.fromkeys((one["text"], one["why"]) for one in doubts)),
        changes=said["changes"],
        held=said["held"],
        left_out=said["left_out"],
    )


def _groups(words: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, tuple[Run, ...]]]:
    for name, keywords in groupby(words, key=lambda one: str(one["group"])):
        yield name, _runs(list(keywords), between=", ")


def _runs(parts: Sequence[Mapping[str, Any]], *, between: str = " ") -> tuple[Run, ...]:
    """The parts as one text, what is doubted in them marked."""
    runs: list[Run] = []
    for part in parts:
        claims = [(one["start"], one["end"], "unsupported") for one in part["doubts"]]
        runs += [Run(between)] if runs else []
        runs += compared(part["text"], part["text"], claims=claims).after
    return tuple(runs)
