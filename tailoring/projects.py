"""Which projects a job's résumé shows: one pure choice for pages, API, runs and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tailoring.documents.clean import plain
from tailoring.documents.schema import Raw, read

DEFAULT_MAXIMUM = 3

By = Literal["owner", "rules", "ranking"]
Reason = Literal["chosen", "not_chosen", "locked", "ranked", "over_limit", "not_offered", "gone"]


@dataclass(frozen=True)
class Project:
    """`visible`: the base shows it. `text` is plain, one bullet or paragraph a line."""

    id: str
    name: str = ""
    period: str = ""
    text: str = ""
    keywords: tuple[str, ...] = ()
    visible: bool = True


@dataclass(frozen=True)
class Rules:
    """locked: always shown. selectable: what the ranking may choose from."""

    maximum: int = DEFAULT_MAXIMUM
    locked: tuple[str, ...] = ()
    selectable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Why one project is shown or not. `rank` counts from 1; a gone project has no name."""

    id: str
    name: str
    taken: bool
    by: By
    reason: Reason
    rank: int | None = None
    requirement: str = ""


@dataclass(frozen=True)
class Choice:
    """`ids` are what is printed, in base order."""

    ids: tuple[str, ...]
    trace: tuple[Decision, ...]


def catalogue(raw: Raw) -> tuple[Project, ...]:
    """All projects in print order, those of custom sections and hidden ones included."""
    return tuple(
        Project(
            id=entry.id,
            name=entry.title,
            period=entry.period,
            text=plain(entry.html),
            keywords=entry.keywords,
            visible=not (section.hidden or entry.hidden),
        )
        for section in read(raw).sections
        if section.type == "projects"
        for entry in section.entries
    )


def normalise(rules: Rules | None, projects: Sequence[Project]) -> Rules:
    """The rules as they apply to these projects; None stands for rules nobody set."""
    if rules is None:
        locked = tuple(project.id for project in projects if project.visible)
        selectable = tuple(project.id for project in projects if not project.visible)
        maximum = max(len(locked), DEFAULT_MAXIMUM)
    else:
        locked = tuple(project.id for project in projects if project.id in rules.locked)
        selectable = tuple(
            project.id
            for project in projects
            if project.id in rules.selectable and project.id not in locked
        )
        maximum = max(len(locked), rules.maximum)
    return Rules(maximum=min(len(projects), maximum), locked=locked, selectable=selectable)


def choose(
    projects: Sequence[Project],
    *,
    rules: Rules | None,
    current: Sequence[str] | None,
    current_by_owner: bool,
    ranking: Sequence[str],
    requirements: Mapping[str, str] | None = None,
) -> Choice:
    """`current` stays when the owner chose it; an empty one of the owner means none.

    `ranking` is best first; what it does not name follows in base order. `requirements` tells, by
    project id, which requirement of the posting spoke for it.
    """
    if current is not None and current_by_owner:
        return _owners(projects, chosen=current)
    applied = normalise(rules, projects)
    order = _order(applied, ranking=ranking)
    free = applied.maximum - len(applied.locked)
    trace = tuple(
        _decision(
            project,
            rules=applied,
            rank=order.index(project.id) + 1 if project.id in order else None,
            free=free,
            requirement=(requirements or {}).get(project.id, ""),
        )
        for project in projects
    )
    return Choice(ids=tuple(each.id for each in trace if each.taken), trace=trace)


def _owners(projects: Sequence[Project], *, chosen: Sequence[str]) -> Choice:
    known = {project.id for project in projects}
    trace = [
        Decision(
            id=project.id,
            name=project.name,
            taken=project.id in chosen,
            by="owner",
            reason="chosen" if project.id in chosen else "not_chosen",
        )
        for project in projects
    ]
    gone = (each for each in dict.fromkeys(chosen) if each not in known)
    trace.extend(
        Decision(id=each, name="", taken=False, by="owner", reason="gone") for each in gone
    )
    return Choice(ids=tuple(each.id for each in trace if each.taken), trace=tuple(trace))


def _order(rules: Rules, *, ranking: Sequence[str]) -> tuple[str, ...]:
    def ranked() -> Iterator[str]:
        yield from (each for each in ranking if each in rules.selectable)
        yield from rules.selectable

    return tuple(dict.fromkeys(ranked()))


def _decision(
    project: Project, *, rules: Rules, rank: int | None, free: int, requirement: str
) -> Decision:
    by: By = "rules"
    reason: Reason = "not_offered"
    if project.id in rules.locked:
        reason = "locked"
    elif rank is not None:
        by, reason = "ranking", "ranked" if rank <= free else "over_limit"
    return Decision(
        id=project.id,
        name=project.name,
        taken=reason in ("locked", "ranked"),
        by=by,
        reason=reason,
        rank=rank,
        requirement=requirement,
    )
