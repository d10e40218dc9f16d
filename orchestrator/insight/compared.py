"""Positive responses by where, with what, and with which score applications were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from jobops.lib.words import later, later_each, say
from orchestrator.insight.cohort import Application, Cohort, Sent
from orchestrator.insight.figure import SHARES, Figure, cells, left, ordered, told
from orchestrator.insight.statistics import Share, share

POSITIVE = later(
    "Positive responses, which are steps beyond applying, with the 95 % interval; fewer than five "
    "applications say nothing. The surest come first."
)
NO_PACKET = later("sent before packets were kept, or taken back")
BANDS = ((0, 49), (50, 69), (70, 84), (85, 100))
ENGINES = later_each({"computed": "by rules", "model": "by a model"})


def by_source(cohort: Cohort, *, named: Callable[[str], str]) -> Figure:
    found = _shares((named(one.source), one) for one in cohort.applications)
    return _figure("by_source", say("By source"), "source", found, n=cohort.n)


def by_base(cohort: Cohort, *, names: Mapping[str, str]) -> Figure:
    """`names`: version of a base résumé → what its document is called."""
    sent, missing = _packed(cohort)
    found = _shares(
        (names.get(packet.base or "", say("Deleted résumé")), one) for packet, one in sent
    )
    return _figure(
        "by_base_resume", say("By base résumé"), "resume", found, n=len(sent), missing=missing
    )


def by_letter(cohort: Cohort) -> Figure:
    sent, missing = _packed(cohort)
    words = {True: say("With a letter"), False: say("Without a letter")}
    found = _shares((words[packet.has_letter], one) for packet, one in sent)
    return _figure("by_letter", say("By letter"), "letter", found, n=len(sent), missing=missing)


def by_score(cohort: Cohort) -> Figure:
    """The score in the packet, those of rules and of a model apart."""
    sent, missing = _packed(cohort)
    scored = [(packet, one) for packet, one in sent if packet.score is not None]
    groups: dict[tuple[str, str], list[Application]] = defaultdict(list)
    for packet, one in scored:
        groups[_engine(packet), _band(packet.score or 0)].append(one)
    order = [f"{low}–{high}" for low, high in BANDS]
    keys = sorted(groups, key=lambda key: (key[0], order.index(key[1])))
    rows = [(engine, band, _positive(groups[engine, band])) for engine, band in keys]
    return Figure(
        key="score_against_outcome",
        title=say("Score against response"),
        definition=say(
            "Positive responses by the score an application was sent with. Scores of rules "
            "and of a model are not the same scale, so they stand apart."
        ),
        n=len(scored),
        said="; ".join(f"{band} {engine}: {told(found)}" for engine, band, found in rows) + "."
        if rows
        else say("No application in this window was sent with a score."),
        columns=("engine", "band", *SHARES),
        rows=tuple((engine, band, *cells(found)) for engine, band, found in rows),
        left_out=(
            *left(missing, NO_PACKET),
            *left(len(sent) - len(scored), say("sent without a score")),
        ),
        plotted=tuple((f"{band} {engine}", found) for engine, band, found in rows),
    )


def _figure(
    key: str, title: str, column: str, found: list[tuple[str, Share]], *, n: int, missing: int = 0
) -> Figure:
    best = ", ".join(f"{name}: {told(one)}" for name, one in found[:3])
    return Figure(
        key=key,
        title=title,
        definition=POSITIVE,
        n=n,
        said=f"{best}." if best else say("Nothing to compare in this window."),
        columns=(column, *SHARES),
        rows=tuple((name, *cells(one)) for name, one in found),
        left_out=left(missing, NO_PACKET),
        plotted=tuple(found),
    )


def _shares(named: Iterable[tuple[str, Application]]) -> list[tuple[str, Share]]:
    groups: dict[str, list[Application]] = defaultdict(list)
    for name, one in named:
        groups[name].append(one)
    return ordered([(name, _positive(some)) for name, some in groups.items()])


def _positive(some: list[Application]) -> Share:
    return share(sum(one.positive is not None for one in some), len(some))


def _packed(cohort: Cohort) -> tuple[list[tuple[Sent, Application]], int]:
    """Those whose packet says what they went out with, and how many have none."""
    sent = [(one.sent, one) for one in cohort.applications if one.sent is not None]
    return sent, cohort.n - len(sent)


def _engine(packet: Sent) -> str:
    return ENGINES.get(packet.engine, "by you")


def _band(score: float) -> str:
    low, high = next(band for band in reversed(BANDS) if score >= band[0])
    return f"{low}–{high}"
