"""How many began, how many were answered, how far they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from jobops.lib import words
from orchestrator.insight.cohort import Application, Cohort
from orchestrator.insight.figure import SHARES, Cell, Figure, cells, told
from orchestrator.insight.statistics import share
from orchestrator.tracking.derive import OUTCOMES

# The least rank of each step of the funnel.
STEPS = (
    (words.later("Applied"), 0),
    (words.later("Screening"), 1),
    (words.later("Interview"), 3),
    (words.later("Offer"), 6),
    (words.later("Accepted"), 7),
)
BESIDE = ("rejected", "withdrawn", "no_response", "ghosted", "offer_declined")


def per_day(cohort: Cohort) -> Figure:
    """Starts on each local day, the day of the window before beside it."""
    window = cohort.window
    days = Counter(one.day(window) for one in cohort.applications)
    first = window.first or min(days, default=window.last)
    count = (window.last - first).days + 1
    dates = [first + timedelta(days=number) for number in range(count)]
    before = Counter(one.day(window) for one in cohort.previous)
    shift = timedelta(days=count)
    rows = tuple(
        (day.isoformat(), days[day], before[day - shift] if window.before else None)
        for day in dates
    )
    said = words.say(
        "{n} applications, {n2} a day", n=words.number(cohort.n), n2=f"{cohort.n / count:.1f}"
    )
    if window.before:
        said += words.say(
            "; {previous} in the {count} days before",
            previous=words.number(len(cohort.previous)),
            count=count,
        )
    return Figure(
        key="applications_per_day",
        title=words.say("Applications per day"),
        definition=words.say(
            "How many applications began on each day of yours. An application begins when "
            "it was sent, or with its first step when that day is not known."
        ),
        n=cohort.n,
        said=f"{said}.",
        columns=("day", "applications", "before"),
        rows=rows,
    )


def answered(cohort: Cohort) -> Figure:
    responded = share(sum(one.responded is not None for one in cohort.applications), cohort.n)
    positive = share(sum(one.positive is not None for one in cohort.applications), cohort.n)
    return Figure(
        key="response_rate",
        title=words.say("Responses"),
        definition=words.say(
            "A response is a step beyond applying, a rejection or an offer you decided on; "
            "an acknowledgement is none. A positive response is a step beyond applying. "
            "With the 95 % "
            "interval."
        ),
        n=cohort.n,
        said=words.say(
            "{told} were answered, {told2} positively.", told=told(responded), told2=told(positive)
        ),
        columns=("what", *SHARES),
        rows=(("responded", *cells(responded)), ("positive", *cells(positive))),
        plotted=((words.say("Answered"), responded), (words.say("Positively"), positive)),
    )


def reached(one: Application) -> int:
    """The furthest step as a rank; deciding on an offer says that there was one."""
    if one.outcome == "offer_accepted":
        return 7
    return max(one.top, 6 if one.outcome == "offer_declined" else 0)


def funnel(cohort: Cohort) -> Figure:
    """Each step counts all that came at least so far, so it never rises."""
    tops = [reached(one) for one in cohort.applications]
    steps = [(name, sum(top >= least for top in tops)) for name, least in STEPS]
    ended = Counter(one.outcome for one in cohort.applications)
    beside = [(OUTCOMES[name], ended[name]) for name in BESIDE]
    rows: tuple[tuple[Cell, ...], ...] = (
        *(("step", name, count, _part(count, cohort.n)) for name, count in steps),
        *(("beside", name, count, _part(count, cohort.n)) for name, count in beside),
    )
    return Figure(
        key="funnel",
        title=words.say("How far they came"),
        definition=words.say(
            "Applications by the furthest stage any step of theirs names; a stage that was "
            "skipped counts as passed. How they ended otherwise stands beside it, not inside."
        ),
        n=cohort.n,
        said=_listed(steps)
        + _listed([one for one in beside if one[1]], before=words.say(" Beside them ")),
        columns=("kind", "step", "count", "share"),
        rows=rows,
        plotted=steps,
    )


def maturity(cohort: Cohort, *, median: int | None) -> Figure:
    """How many are too young to have been answered."""
    ages = [(cohort.now - one.started) / 86_400 for one in cohort.applications]
    young = sum(age < median for age in ages) if median is not None else 0
    said = (
        words.say(
            "{young} of {n} applications are younger than your median response time.",
            young=words.number(young),
            n=words.number(cohort.n),
        )
        if median is not None
        else words.say("No median response time yet: too few, or less than half, are answered.")
    )
    return Figure(
        key="maturity",
        title=words.say("How much of this can still change"),
        definition=words.say(
            "Applications younger than the median time until a first response. What they "
            "bring is not in the figures yet."
        ),
        n=cohort.n,
        said=said,
        columns=("younger", "n", "median_days"),
        rows=((young if median is not None else None, cohort.n, median),),
    )


def _listed(rows: Sequence[tuple[str, int]], *, before: str = "") -> str:
    found = ", ".join(f"{words.number(count)} {words.within(name)}" for name, count in rows)
    return f"{before}{found}." if found else ""


def _part(count: int, n: int) -> float | None:
    return round(count / n, 4) if n else None
