"""How long things take, those that still wait included: who has not answered yet is not left out,
but counted as far as was seen.
"""

from __future__ import annotations

from collections import defaultdict

from jobops.lib.words import number, say
from orchestrator.insight.cohort import DAY_SECONDS, Cohort
from orchestrator.insight.figure import Cell, Figure
from orchestrator.insight.statistics import FEW, Drop, survival, within
from orchestrator.tracking.derive import STAGES


def first_response(cohort: Cohort) -> Figure:
    seen = []
    for one in cohort.applications:
        until = one.responded if one.responded is not None else one.closed or cohort.now
        seen.append((_days(one.started, until), one.responded is not None))
    drops = survival(seen)
    median, most = within(drops, 0.5), within(drops, 0.8)
    waiting = sum(not came for _, came in seen)
    rows: list[tuple[Cell, ...]] = [
        (one.day, one.at_risk, one.events, round(one.left, 4)) for one in drops
    ]
    return Figure(
        key="time_to_first_response",
        title=say("Time to the first response"),
        definition=say(
            "Days from sending to the first response, by the estimate of Kaplan and Meier: "
            "an application without one counts as waiting until today, or until it was closed."
        ),
        n=cohort.n,
        said=_said(median, most, waiting),
        columns=("day", "waiting", "responses", "without"),
        rows=tuple(rows),
        plotted=drops,
    )


def median_response(figure: Figure) -> int | None:
    """Of the figure above; None with too few responses to say."""
    drops: tuple[Drop, ...] = figure.plotted
    return within(drops, 0.5) if sum(one.events for one in drops) >= FEW else None


def in_stage(cohort: Cohort) -> Figure:
    """Median days from entering a stage to leaving it."""
    seen: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for one in cohort.applications:
        for stage, entered, gone in one.stays:
            until = gone if gone is not None else cohort.now
            seen[stage].append((_days(entered, until), gone is not None))
    found = [
        (stage, seen[stage], within(survival(seen[stage]), 0.5)) for stage in STAGES if seen[stage]
    ]
    rows = tuple(
        (STAGES[stage], len(some), sum(left for _, left in some), median)
        for stage, some, median in found
    )
    known = [
        say("{stages} {median} days", stages=STAGES[stage], median=median)
        for stage, _, median in found
        if median is not None
    ]
    return Figure(
        key="time_in_stage",
        title=say("Time in each stage"),
        definition=say(
            "Median days from entering a stage to leaving it, those still in it counted as "
            "far as was seen. No number: more than half have not left it yet."
        ),
        n=cohort.n,
        said=say("Half have left: {listed}.", listed=", ".join(known))
        if known
        else say("Nobody has left a stage yet."),
        columns=("stage", "entered", "left", "median_days"),
        rows=rows,
    )


def _days(start: int, end: int) -> int:
    """Whole days that have passed."""
    return max(end - start, 0) // DAY_SECONDS


def _said(median: int | None, most: int | None, waiting: int) -> str:
    half = (
        say("Half are answered within {median} days", median=median) if median is not None else ""
    )
    large = say("80 % within {most}", most=most) if most is not None else ""
    told = ", ".join(part for part in (half, large) if part)
    still = say("{waiting} without a response so far.", waiting=number(waiting))
    return f"{told}; {still}" if told else say("Less than half are answered; {still}", still=still)
