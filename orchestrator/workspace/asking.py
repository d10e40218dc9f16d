"""A place as a question to the search: its filters, its order, the days in the owner's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from orchestrator import preferences
from orchestrator.jobs import facets
from orchestrator.jobs.search import JobQuery, PayRange, Span
from orchestrator.models import User
from orchestrator.workspace.parameters import ORDERS, SORTS
from orchestrator.workspace.places import Place

PAGE = 50
# What a row shows as 85 may be stored as 84.6.
SHOWN_AS = 0.4999


@dataclass(frozen=True)
class Asked:
    """`sort` as the address spells it, whoever chose it; `currency`: what pay is compared in."""

    at: Place
    query: JobQuery
    sort: str
    currency: str
    pay: facets.Pay | None = None
    blocked: tuple[str, ...] = ()


def asked(owner: User, at: Place) -> Asked:
    """`pay` of the answer: what the whole list is paid, where that is compared."""
    mine = preferences.of(owner)
    sort = at.sort or saved(mine, at)
    paid = paid_in(owner, at) if compares_pay(at, sort=sort) else None
    currency = at.value("salaryCurrency") or (paid.currency if paid else "")
    name, _, way = sort.partition("-")
    low, high = score_range(at.value("score"))
    today = timezone.now().astimezone(mine.zone()).date()
    query = JobQuery(
        statuses=at.values("status") or at.kind.statuses,
        text=at.words,
        sources=at.values("source"),
        min_score=low,
        max_score=high,
        unscored=at.value("score") == "unscored",
        posted_since=since(today, at.value("postedWithin")),
        spans=spans(at, today=today, zone=mine.zone()),
        pay=pay(at, currency),
        employment=at.values("employment"),
        workplaces=at.values("workplace"),
        places=at.values("location"),
        pdf=at.values("pdf"),
        open_only=open_only(at),
        auto_skipped=bool(at.value("skipped")),
        tags=at.values("tag"),
        sponsors=at.values("sponsor"),
        snoozed="only" if at.value("snoozed") else "hidden" if at.kind.hides_snoozed else "",
        grouped=True,
        sort=SORTS[name],
        descending=way == "desc",
        currency=currency if name == "salary" else "",
        limit=PAGE,
        offset=0 if at.after else (at.page - 1) * PAGE,
        cursor=at.after or None,
    )
    return Asked(at, query, sort, currency, paid, tuple(mine["blockedEmployers"]))


def saved(mine: preferences.Preferences, at: Place) -> str:
    """The order chosen last on this tab, else the usual one."""
    found = mine["listSorts"].get(at.tab, "")
    return found if found in ORDERS else at.kind.order


def open_only(at: Place) -> bool:
    """Closed applications wait behind a link, unless they are what is asked for."""
    return at.tab == "applied" and not at.closed and at.value("date") != "closed"


def paid_in(owner: User, at: Place) -> facets.Pay:
    return facets.pay(owner, scope(at))


def scope(at: Place) -> facets.Scope:
    """What the whole list is about, whatever its filters."""
    return facets.Scope(at.kind.statuses, open_only=open_only(at), awake=at.kind.hides_snoozed)


def compares_pay(at: Place, *, sort: str) -> bool:
    return bool(at.value("salaryMin") or at.value("salaryMax")) or sort.startswith("salary")


def score_range(text: str) -> tuple[float | None, float | None]:
    if not text or text == "unscored":
        return None, None
    low, _, high = text.partition("-")
    return (
        float(low) - SHOWN_AS if low else None,
        float(high) + SHOWN_AS if high else None,
    )


def pay(at: Place, currency: str) -> PayRange | None:
    low, high = at.value("salaryMin"), at.value("salaryMax")
    mode = at.value("salaryMode") or "between"
    least = float(low) if low and mode != "at_most" else None
    most = float(high) if high and mode != "at_least" else None
    return PayRange(currency, least, most) if least is not None or most is not None else None


def since(today: date, days: str) -> date | None:
    return today - timedelta(days=int(days)) if days else None


def spans(at: Place, *, today: date, zone: ZoneInfo) -> tuple[Span, ...]:
    """Whole days; the first and the last one count."""
    days, first, last = (at.value(n) for n in ("appliedRange", "appliedStart", "appliedEnd"))
    if not (days or first or last):
        return ()
    start = date.fromisoformat(first) if first else since(today, days)
    end = date.fromisoformat(last) + timedelta(days=1) if last and last < "9999" else None
    column = f"{at.value('date') or 'applied'}_at"
    return (Span(column, _midnight(start, zone), _midnight(end, zone)),)


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None
