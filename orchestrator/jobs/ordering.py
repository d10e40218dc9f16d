"""The orders a list of jobs can have, and the place of one row in them.

Empty values come last in both directions, ties by id, newest first. A cursor names the row a page
ended with, so nothing is shown twice while other rows come and go.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, FloatField, OrderBy, Q, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from jobops.lib.errors import Invalid
from orchestrator.jobs.filters import HIGHEST, JobQuery, yearly
from orchestrator.models import Job, JobQuerySet, User

# What can be sorted by, and whether a row may lack it.
SORTS: Mapping[str, bool] = {
    "discovered_at": False, "updated_at": False, "ready_at": True, "applied_at": True,
    "deadline_at": True, "posted_on": True, "score": True, "pay": True, "title": False,
    "employer": False,
}  # fmt: skip
FOLDED = ("title", "employer")
COMPUTED = (*FOLDED, "pay")
MOMENTS = ("discovered_at", "updated_at", "ready_at", "applied_at")
DAYS = ("deadline_at", "posted_on")


@dataclass(frozen=True)
class Spot:
    """Where a row stands: its value in the order, and its id."""

    value: Any
    pk: UUID


def ordered(jobs: JobQuerySet, query: JobQuery, *, backward: bool = False) -> JobQuerySet:
    """`backward` walks the same order from its end."""
    down = query.descending is not backward
    # A column that is never null keeps its plain order, which an index can serve.
    nulls = {"nulls_first" if backward else "nulls_last": True} if SORTS[query.sort] else {}
    found = _keyed(jobs, query)
    return found.order_by(
        OrderBy(F(_name(query)), descending=down, **nulls), "id" if backward else "-id"
    )


def after(jobs: JobQuerySet, query: JobQuery, spot: Spot) -> JobQuerySet:
    """What follows `spot` in the order of `query`."""
    name, found = _name(query), _keyed(jobs, query)
    if spot.value is None:
        return found.filter(Q(**{f"{name}__isnull": True}), pk__lt=spot.pk)
    beyond = "lt" if query.descending else "gt"
    rest = Q(**{f"{name}__{beyond}e": spot.value}) & (
        Q(**{f"{name}__{beyond}": spot.value}) | Q(pk__lt=spot.pk)
    )
    return found.filter(rest | Q(**{f"{name}__isnull": True}) if SORTS[query.sort] else rest)


def before(jobs: JobQuerySet, query: JobQuery, spot: Spot) -> JobQuerySet:
    """What stands above `spot`."""
    name, found = _name(query), _keyed(jobs, query)
    if spot.value is None:
        return found.filter(
            Q(**{f"{name}__isnull": False}) | Q(**{f"{name}__isnull": True}, pk__gt=spot.pk)
        )
    beyond = "gt" if query.descending else "lt"
    return found.filter(
        Q(**{f"{name}__{beyond}": spot.value}) | Q(**{name: spot.value}, pk__gt=spot.pk)
    )


def spot_of(owner: User, query: JobQuery, pk: UUID) -> Spot | None:
    """As the database sees it: its lower case is not Python's."""
    found = _keyed(Job.objects.for_user(owner).filter(pk=pk), query)
    value = found.values_list(_name(query)).first()
    return Spot(value[0], pk) if value else None


def spot_in(row: Job, query: JobQuery) -> Spot:
    """The spot of a row that came out of `ordered`."""
    return Spot(getattr(row, _name(query)), row.pk)


def write_cursor(spot: Spot, query: JobQuery) -> str:
    text = spot.value.isoformat() if isinstance(spot.value, date) else spot.value
    packed = json.dumps([_digest(query), text, spot.pk.hex], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_cursor(query: JobQuery) -> Spot:
    """Where the page of `query` begins. Raises Invalid for the cursor of another question."""
    given = query.cursor or ""
    try:
        packed = base64.urlsafe_b64decode(given.encode() + b"=" * (-len(given) % 4))
        digest, value, pk = json.loads(packed)
        if digest != _digest(query):
            raise ValueError("another question")
        return Spot(_sort_value(value, sort=query.sort), UUID(pk))
    except (ValueError, TypeError, AttributeError, RecursionError) as broken:
        sentence = "This cursor is broken or belongs to other filters. Start with the first page."
        raise Invalid({"cursor": [sentence]}) from broken


def _name(query: JobQuery) -> str:
    return "sort_key" if query.sort in COMPUTED else query.sort


def _keyed(jobs: JobQuerySet, query: JobQuery) -> JobQuerySet:
    if query.sort not in COMPUTED or "sort_key" in jobs.query.annotations:
        return jobs
    key: Combinable = Lower(query.sort)
    if query.sort == "pay":
        amount = When(salary_currency=query.currency, then=yearly(HIGHEST))
        key = Case(amount, output_field=FloatField())
    return jobs.annotate(sort_key=key)


def _sort_value(value: Any, *, sort: str) -> Any:
    """What a cursor says of its column. ValueError or TypeError for another kind of value."""
    if value is None and SORTS[sort]:
        return None
    if sort in MOMENTS:
        return datetime.fromisoformat(value).astimezone(UTC)
    if sort in DAYS:
        return date.fromisoformat(value)
    if sort in ("score", "pay"):
        return float(value)
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a text")
    value.encode()
    return value


def _digest(query: JobQuery) -> str:
    question = repr(replace(query, cursor=None, limit=0, offset=0))
    return hashlib.sha256(question.encode()).hexdigest()[:12]
