"""The parameters of the job list, as callers spell them and as the search understands them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from django.utils import timezone
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from jobops.lib.errors import Invalid
from orchestrator import preferences
from orchestrator.api.schemas.jobs import Statuses
from orchestrator.api.schemas.shared import Flag, Listed, Number, Parameters, Whole, moment
from orchestrator.jobs.search import JobQuery, Span
from orchestrator.models import User

SORTS = {
    "discoveredAt": "discovered_at", "updatedAt": "updated_at", "readyAt": "ready_at",
    "appliedAt": "applied_at", "deadlineAt": "deadline_at", "suitabilityScore": "score",
    "title": "title", "employer": "employer",
}  # fmt: skip
SPANS = ("discovered", "ready", "applied", "closed", "updated", "deadline")
LAST = datetime.max.replace(microsecond=0, tzinfo=UTC)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _day_or_moment(value: Any) -> date | datetime:
    return _day(value) if DAY.fullmatch(str(value)) else moment(value)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value if DAY.fullmatch(str(value)) else "")
    except ValueError as broken:
        raise ValueError("Give a date such as 2026-02-15.") from broken


def _sort(value: Any) -> str:
    if str(value).removeprefix("-") not in SORTS:
        raise ValueError(f"Choose one of {', '.join(SORTS)}, with - in front for descending order.")
    return str(value)


def _words(value: str) -> str:
    words = value.strip()
    if not 1 <= len(words) <= 200 or "\0" in words:
        raise ValueError("Give 1 to 200 characters.")
    return words


When = Annotated[
    date | datetime | None,
    BeforeValidator(_day_or_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-02-15", "2026-02-15T22:20:56.123Z"]}),
]
Day = Annotated[
    date | None, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
Words = Annotated[
    str,
    AfterValidator(_words),
    Field(json_schema_extra={"maxLength": 200, "pattern": r"\S"}),
]
Score = Annotated[Number | None, Field(ge=0, le=100)]


class FilterParameters(Parameters):
    """Filters combine with AND."""

    status: Statuses = ()
    q: Words = ""
    source: Annotated[Listed, Field(max_length=50)] = ()
    min_score: Score = None
    max_score: Score = None
    posted_within: Annotated[Whole | None, Field(ge=1, le=365)] = None
    discovered_from: When = None
    discovered_to: When = None
    ready_from: When = None
    ready_to: When = None
    applied_from: When = None
    applied_to: When = None
    closed_from: When = None
    closed_to: When = None
    updated_from: When = None
    updated_to: When = None
    deadline_from: Day = None
    deadline_to: Day = None
    grouped: Flag = False
    tag: Annotated[Listed, Field(max_length=50)] = ()
    snoozed: Literal["", "hidden", "only"] = ""
    sort: Annotated[str, BeforeValidator(_sort)] = "-discoveredAt"

    @model_validator(mode="after")
    def _ordered(self) -> FilterParameters:
        low, high = self.min_score, self.max_score
        if low is not None and high is not None and low > high:
            raise ValueError("minScore is above maxScore.")
        return self


class ListParameters(FilterParameters):
    view: Literal["list", "full"] = "list"
    limit: Annotated[Whole, Field(ge=1, le=500)] = 100
    cursor: str | None = None


def question(owner: User, given: FilterParameters) -> JobQuery:
    """What the search is asked; days are whole days in the owner's time zone. Raises Invalid."""
    named = {
        name: getattr(given, name) for part in SPANS for name in (f"{part}_from", f"{part}_to")
    }
    dated = given.posted_within or any(value is not None for value in named.values())
    zone = preferences.of(owner).zone() if dated else ZoneInfo("UTC")
    today = timezone.now().astimezone(zone).date()
    since = today - timedelta(days=given.posted_within) if given.posted_within else None
    spans = (_span(part, named[f"{part}_from"], named[f"{part}_to"], zone=zone) for part in SPANS)
    return JobQuery(
        statuses=given.status, text=given.q, sources=given.source, min_score=given.min_score,
        max_score=given.max_score, posted_since=since, spans=tuple(one for one in spans if one),
        grouped=given.grouped, tags=given.tag, snoozed=given.snoozed,
        sort=SORTS[given.sort.removeprefix("-")], descending=given.sort.startswith("-"),
    )  # fmt: skip


def paged(owner: User, given: ListParameters) -> JobQuery:
    """The same, one page of it."""
    return replace(question(owner, given), limit=given.limit, cursor=given.cursor)


def _span(
    part: str, start: date | datetime | None, end: date | datetime | None, *, zone: ZoneInfo
) -> Span | None:
    if start is None and end is None:
        return None
    first: date | datetime | None
    before: date | datetime | None
    if part == "deadline":
        first, before = start, end and _next(end)
    else:
        first, before = start and _from(start, zone), end and _until(end, zone)
    if first and before and first >= before:
        raise Invalid({f"{part}From": [f"{part}From is later than {part}To."]})
    return Span(f"{part}_at", first, before)


def _from(value: date | datetime, zone: ZoneInfo) -> datetime:
    return value if isinstance(value, datetime) else _midnight(value, zone)


def _until(value: date | datetime, zone: ZoneInfo) -> datetime:
    """The end is included: the whole day, or the whole millisecond a timestamp names."""
    if not isinstance(value, datetime):
        return _midnight(_next(value), zone)
    return value + timedelta(milliseconds=1) if value < LAST else LAST


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """In the zone; at either end of the calendar, what UTC can still say."""
    try:
        return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time(), tzinfo=UTC)
