"""The filters of the list as a person sees them: what can be chosen, what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jobops.lib import words
from orchestrator.jobs.employment import LABELS
from orchestrator.jobs.facets import Facets, Pay
from orchestrator.jobs.tags import folded
from orchestrator.sources import credit
from orchestrator.templatetags.ui import day
from orchestrator.workspace.asking import Asked
from orchestrator.workspace.parameters import DATED, MODES, ORDER_WORDS, ORDERS, POSTED, RANGES
from orchestrator.workspace.places import WORDS, Place

Labels = Mapping[str, str]

PLACES: Labels = words.later_each({"remote": "Remote", "hybrid": "Hybrid", "onsite": "On site"})
PRINTS: Labels = words.later_each({
    "missing": "No PDF", "current": "PDF up to date", "stale": "PDF out of date",
    "uploaded": "Own PDF",
})  # fmt: skip
SCORES: Labels = words.later_each({
    "85-100": "Strong, 85 and more", "70-100": "70 and more", "50-100": "50 and more",
    "0-49": "Weak, under 50", "unscored": "Not scored",
})  # fmt: skip
DATES: Labels = words.later_each({
    "discovered": "Found", "ready": "Ready", "applied": "Applied", "closed": "Closed",
})  # fmt: skip
SPONSORS: Labels = words.later_each({
    "confirmed": "Licensed sponsor", "potential": "Possible sponsor",
    "not_found": "Not in a register", "unknown": "Not looked up",
})  # fmt: skip
SKIPS: Labels = {"auto": words.later("Automatically")}
COMPARED: Labels = words.later_each(
    {"at_least": "At least", "at_most": "At most", "between": "Between"}
)


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
            at,
            "status",
            words.say("Status"),
            dict.fromkeys(at.kind.statuses),
            lambda one: WORDS[one],
        )
        yield ticked(at, "skipped", words.say("Skipped"), {"auto": None}, lambda one: SKIPS[one])
    yield ticked(at, "tag", words.say("Tag"), spelled(at, found.tags), str)
    yield ticked(
        at, "workplace", words.say("Workplace"), found.workplaces, lambda one: PLACES.get(one, one)
    )
    yield ticked(
        at, "employment", words.say("Employment"), found.employment, lambda one: LABELS[one]
    )
    yield ticked(
        at,
        "sponsor",
        words.say("Visa sponsor"),
        {state: n for state, n in found.sponsors.items() if n},
        lambda one: SPONSORS[one],
    )
    yield ticked(at, "source", words.say("Source"), found.sources, credit.named)
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
        "location": lambda one: words.say("in {one_}", one_=one),
        "pdf": lambda one: PRINTS[one],
        "skipped": lambda one: words.say("skipped {lower}", lower=words.within(SKIPS[one])),
        "tag": lambda one: words.say("tag {one_}", one_=one),
        "snoozed": lambda one: words.say("snoozed"),
        "sponsor": lambda one: words.within(SPONSORS[one]),
    }
    found = []
    for name, value in at.filters:
        if name == "q":
            found.append(Chip(name, f"“{value}”", at.without("q").url()))
        elif name == "score":
            found.append(Chip(name, score_words(value), at.without("score").url()))
        elif name == "postedWithin":
            label = words.say("posted in the {lower}", lower=words.within(last_days(value)))
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
        return words.say("not scored")
    low, _, high = value.partition("-")
    if not high or float(high) == 100:
        return words.say("score {low} and more", low=low)
    return (
        words.say("score up to {high}", high=high)
        if not low or float(low) == 0
        else words.say("score {low} to {high}", low=low, high=high)
    )


def pay_words(at: Place) -> str:
    low, high = (at.value(name) for name in ("salaryMin", "salaryMax"))
    mode, currency = at.value("salaryMode") or "between", at.value("salaryCurrency")
    least = words.number(int(low)) if low and mode != "at_most" else ""
    most = words.number(int(high)) if high and mode != "at_least" else ""
    if not least and not most:
        return ""
    said = (
        words.say("{least} to {most}", least=least, most=most)
        if least and most
        else words.say("from {least}", least=least)
        if least
        else words.say("up to {most}", most=most)
    )
    return words.say("pay {said}{value}", said=said, value=f" {currency}" if currency else "")


def date_words(at: Place) -> str:
    what = words.within(DATES[at.value("date") or "applied"])
    first, last = at.value("appliedStart"), at.value("appliedEnd")
    if first and last:
        return words.say(
            "{what} {shown} to {shown2}", what=what, shown=shown(first), shown2=shown(last)
        )
    if first or last:
        return (
            words.say("{what} from {shown}", what=what, shown=shown(first))
            if first
            else words.say("{what} until {shown}", what=what, shown=shown(last))
        )
    days = at.value("appliedRange")
    return (
        words.say("{what} in the {lower}", what=what, lower=words.within(last_days(days)))
        if days
        else ""
    )


def pay_note(asked: Asked, found: Pay) -> str:
    """What comparing pay leaves out."""
    by_order = asked.sort.startswith("salary")
    if not asked.currency:
        return words.say("No job here names a pay that can be compared.")
    others = sum(n for code, n in found.currencies.items() if code != asked.currency)
    parts = {
        words.say("in another currency"): others,
        words.say("without a known period"): found.elsewise,
        words.say("without pay"): found.unpaid,
    }
    left = ", ".join(f"{words.number(n)} {why}" for why, n in parts.items() if n)
    fate = (
        words.say("come last")
        if by_order and asked.query.pay is None
        else words.say("are left out")
    )
    said = words.say("Pay is compared by the year, in {currency}.", currency=asked.currency)
    return (
        words.say(
            "{said} Jobs that cannot be compared {fate}: {left}.", said=said, fate=fate, left=left
        )
        if left
        else said
    )


def last_days(days: str) -> str:
    return {"1": words.say("Last day"), "7": words.say("Last week")}.get(
        days, words.say("Last {days} days", days=days)
    )


def shown(value: str) -> str:
    return day(date.fromisoformat(value))
