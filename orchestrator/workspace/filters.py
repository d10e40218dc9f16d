"""The filters of the list as a person sees them: what can be chosen, what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from orchestrator.jobs.employment import LABELS
from orchestrator.jobs.facets import Facets, Pay
from orchestrator.jobs.tags import folded
from orchestrator.sources import credit
from orchestrator.templatetags.ui import day
from orchestrator.workspace.asking import Asked
from orchestrator.workspace.parameters import DATED, MODES, ORDER_WORDS, ORDERS, POSTED, RANGES
from orchestrator.workspace.places import WORDS, Place

Labels = Mapping[str, str]

PLACES: Labels = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On site"}
PRINTS: Labels = {
    "missing": "No PDF", "current": "PDF up to date", "stale": "PDF out of date",
    "uploaded": "Own PDF",
}  # fmt: skip
SCORES: Labels = {
    "85-100": "Strong, 85 and more", "70-100": "70 and more", "50-100": "50 and more",
    "0-49": "Weak, under 50", "unscored": "Not scored",
}  # fmt: skip
DATES: Labels = {
    "discovered": "Found", "ready": "Ready", "applied": "Applied", "closed": "Closed",
}  # fmt: skip
SKIPS: Labels = {"auto": "Automatically"}
COMPARED: Labels = {"at_least": "At least", "at_most": "At most", "between": "Between"}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Chip:
    """One filter that is on; `url` is the list without it."""

    name: str
    label: str
    url: str


@dataclass(frozen=True)
class Group:
    """Boxes that can be ticked; `name` is the parameter."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Bar:
    """What stands above the rows: how many filters are on, the orders to choose from."""

    at: Place
    orders: tuple[Choice, ...]
    reverse: str
    order: str
    active: int

    @property
    def within(self) -> str:
        """The order, after a comma."""
        return self.order[:1].lower() + self.order[1:]


@dataclass(frozen=True)
class Form:
    """Everything the filter form offers; empty groups are left out."""

    at: Place
    groups: tuple[Group, ...]
    scores: tuple[Choice, ...]
    posted: tuple[Choice, ...]
    modes: tuple[Choice, ...]
    currencies: tuple[Choice, ...]
    dates: tuple[Choice, ...]
    ranges: tuple[Choice, ...]

    @property
    def values(self) -> dict[str, str]:
        return dict(self.at.filters)


def bar(asked: Asked) -> Bar:
    name, _, way = asked.sort.partition("-")
    return Bar(
        at=asked.at,
        orders=tuple(orders(asked)),
        reverse=f"{name}-{'asc' if way == 'desc' else 'desc'}",
        order=ORDER_WORDS[asked.sort],
        active=len(chips(asked.at)),
    )


def form(at: Place, found: Facets, *, pay: Pay, pdf: Mapping[str, int]) -> Form:
    dates = tuple(one for one in DATES if at.tab in DATED[one])
    return Form(
        at=at,
        groups=tuple(group for group in groups(at, found, pdf=pdf) if group.choices),
        scores=one_of(at, "score", SCORES),
        posted=one_of(at, "postedWithin", {days: last_days(days) for days in POSTED}),
        modes=one_of(at, "salaryMode", {mode: COMPARED[mode] for mode in MODES}),
        currencies=tuple(
            Choice(code, code, code == at.value("salaryCurrency"), n)
            for code, n in pay.currencies.items()
        ),
        dates=one_of(at, "date", {one: DATES[one] for one in dates}, usual="applied"),
        ranges=one_of(at, "appliedRange", {days: last_days(days) for days in RANGES}),
    )


def groups(at: Place, found: Facets, *, pdf: Mapping[str, int]) -> Iterable[Group]:
    if at.tab == "all":
        yield ticked(
            at, "status", "Status", dict.fromkeys(at.kind.statuses), lambda one: WORDS[one]
        )
        yield ticked(at, "skipped", "Skipped", {"auto": None}, lambda one: SKIPS[one])
    yield ticked(at, "tag", "Tag", spelled(at, found.tags), str)
    yield ticked(at, "workplace", "Workplace", found.workplaces, lambda one: PLACES.get(one, one))
    yield ticked(at, "employment", "Employment", found.employment, lambda one: LABELS[one])
    yield ticked(at, "source", "Source", found.sources, credit.named)
    yield ticked(at, "pdf", "PDF", {k: n for k, n in pdf.items() if n}, lambda one: PRINTS[one])


def spelled(at: Place, present: Mapping[str, int]) -> Mapping[str, int]:
    """Tags as their owner wrote them, or as the address does: both are the same tag."""
    chosen = {folded(one): one for one in at.values("tag")}
    return {chosen.get(folded(name), name): n for name, n in present.items()}


def ticked(
    at: Place, name: str, label: str, present: Mapping[str, int | None], say: Callable[[str], str]
) -> Group:
    """What is there, and what is chosen though nothing has it."""
    chosen = at.values(name)
    there = {**present, **{value: present.get(value, 0) for value in chosen}}
    return Group(
        name,
        label,
        tuple(Choice(value, say(value), value in chosen, n) for value, n in there.items()),
    )


def one_of(at: Place, name: str, labels: Labels, *, usual: str = "") -> tuple[Choice, ...]:
    chosen = at.value(name) or usual
    known = labels if not chosen or chosen in labels else {chosen: chosen, **labels}
    return tuple(Choice(value, text, value == chosen) for value, text in known.items())


def orders(asked: Asked) -> Iterable[Choice]:
    """One entry per order; the direction is the chosen one, else the usual one."""
    seen = set()
    for value in (asked.sort, *ORDER_WORDS):
        name = value.partition("-")[0]
        if name not in seen and value in ORDERS and applies(name, asked.at):
            seen.add(name)
            yield Choice(value, ORDER_WORDS[value], value == asked.sort)


def applies(name: str, at: Place) -> bool:
    return name != "appliedAt" or at.tab in DATED["applied"]


def chips(at: Place) -> tuple[Chip, ...]:
    """One for each filter that is on, a list's values apart."""
    many: Mapping[str, Callable[[str], str]] = {
        "status": lambda one: WORDS[one],
        "source": credit.named,
        "workplace": lambda one: PLACES[one],
        "employment": lambda one: LABELS[one],
        "location": lambda one: f"in {one}",
        "pdf": lambda one: PRINTS[one],
        "skipped": lambda one: f"skipped {SKIPS[one].lower()}",
        "tag": lambda one: f"tag {one}",
        "snoozed": lambda one: "snoozed",
    }
    found = []
    for name, value in at.filters:
        if name == "q":
            found.append(Chip(name, f"“{value}”", at.without("q").url()))
        elif name == "score":
            found.append(Chip(name, score_words(value), at.without("score").url()))
        elif name == "postedWithin":
            label = f"posted in the {last_days(value).lower()}"
            found.append(Chip(name, label, at.without(name).url()))
        elif name in many:
            found += [
                Chip(name, many[name](one), at.without(name, one).url()) for one in at.values(name)
            ]
    if pay := pay_words(at):
        found.append(Chip("salary", pay, at.without("salary").url()))
    if dates := date_words(at):
        found.append(Chip("date", dates, at.without("date").url()))
    return tuple(found)


def score_words(value: str) -> str:
    if value == "unscored":
        return "not scored"
    low, _, high = value.partition("-")
    if not high or float(high) == 100:
        return f"score {low} and more"
    return f"score up to {high}" if not low or float(low) == 0 else f"score {low} to {high}"


def pay_words(at: Place) -> str:
    low, high = (at.value(name) for name in ("salaryMin", "salaryMax"))
    mode, currency = at.value("salaryMode") or "between", at.value("salaryCurrency")
    least = f"{int(low):,}" if low and mode != "at_most" else ""
    most = f"{int(high):,}" if high and mode != "at_least" else ""
    if not least and not most:
        return ""
    said = f"{least} to {most}" if least and most else f"from {least}" if least else f"up to {most}"
    return f"pay {said}{f' {currency}' if currency else ''}"


def date_words(at: Place) -> str:
    what = DATES[at.value("date") or "applied"].lower()
    first, last = at.value("appliedStart"), at.value("appliedEnd")
    if first and last:
        return f"{what} {shown(first)} to {shown(last)}"
    if first or last:
        return f"{what} from {shown(first)}" if first else f"{what} until {shown(last)}"
    days = at.value("appliedRange")
    return f"{what} in the {last_days(days).lower()}" if days else ""


def pay_note(asked: Asked, found: Pay) -> str:
    """What comparing pay leaves out."""
    by_order = asked.sort.startswith("salary")
    if not asked.currency:
        return "No job here names a pay that can be compared."
    others = sum(n for code, n in found.currencies.items() if code != asked.currency)
    parts = {
        "in another currency": others,
        "without a known period": found.elsewise,
        "without pay": found.unpaid,
    }
    left = ", ".join(f"{n} {words}" for words, n in parts.items() if n)
    fate = "come last" if by_order and asked.query.pay is None else "are left out"
    said = f"Pay is compared by the year, in {asked.currency}."
    return f"{said} Jobs that cannot be compared {fate}: {left}." if left else said


def last_days(days: str) -> str:
    return {"1": "Last day", "7": "Last week"}.get(days, f"Last {days} days")


def shown(value: str) -> str:
    return day(date.fromisoformat(value))
