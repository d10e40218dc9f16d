"""Which jobs a question finds, in which order, page by page; all of it in the database."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, OrderBy, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from jobops.lib.errors import Invalid
from orchestrator.jobs import fulltext, word_index
from orchestrator.models import Job, JobQuerySet, Tally, User

# What can be sorted by, and whether a row may lack it.
SORTS: Mapping[str, bool] = {
    "discovered_at": False, "updated_at": False, "ready_at": True, "applied_at": True,
    "deadline_at": True, "score": True, "title": False, "employer": False,
}  # fmt: skip
FOLDED = ("title", "employer")
MOMENTS = ("discovered_at", "updated_at", "ready_at", "applied_at")

FILTERS = ("text", "sources", "min_score", "max_score", "posted_since", "spans")


@dataclass(frozen=True)
class Span:
    """`column` from `first` on and before `before`; rows without a value drop out."""

    column: str
    first: datetime | date | None = None
    before: datetime | date | None = None


@dataclass(frozen=True)
class JobQuery:
    """Empty means no filter. `cursor` is a page's `next_cursor` and holds for the same question."""

    statuses: tuple[str, ...] = ()
    text: str = ""
    sources: tuple[str, ...] = ()
    min_score: float | None = None
    max_score: float | None = None
    posted_since: date | None = None
    spans: tuple[Span, ...] = ()
    sort: str = "discovered_at"
    descending: bool = True
    limit: int = 100
    cursor: str | None = None

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of the filters beside the statuses, which are counted anyway."""
        return tuple(name for name in FILTERS if getattr(self, name) not in (None, "", ()))


@dataclass(frozen=True)
class Revision:
    """Differs after every visible change under the filter; `changes` is the owner's counter."""

    statuses: tuple[str, ...]
    latest: datetime | None
    total: int
    changes: int


@dataclass(frozen=True)
class Page:
    """`total` counts all pages, `by_status` all jobs of the owner whatever the filters."""

    rows: Sequence[Job]
    total: int
    by_status: Mapping[str, int]
    revision: Revision
    next_cursor: str | None


def page(owner: User, query: JobQuery, *, columns: Sequence[str] = ()) -> Page:
    """One page, of `columns` only. Raises Invalid for the cursor of another question."""
    ids = fulltext.containing(query.text) if query.text else None
    found = _matching(Job.objects.for_user(owner), query, ids=ids)
    by_status = Job.objects.for_user(owner).by_status()
    following = _after(_ordered(found, query), query)
    shown = list((following.only(*columns) if columns else following)[: query.limit + 1])
    rows = shown[: query.limit]
    if query.filters == ():
        total = _counted(by_status, query.statuses)
    elif query.cursor is None and len(shown) <= query.limit:
        total = len(shown)
    elif query.filters == ("text",) and not query.statuses and ids is not None:
        total = fulltext.count(ids, owner_id=owner.pk)
    else:
        total = found.count()
    return Page(
        rows=rows,
        total=total,
        by_status=by_status,
        revision=revision(owner, query.statuses, by_status=by_status),
        next_cursor=_cursor(rows[-1], query) if len(shown) > query.limit else None,
    )


def revision(
    owner: User, statuses: tuple[str, ...] = (), *, by_status: Mapping[str, int] | None = None
) -> Revision:
    jobs = Job.objects.for_user(owner)
    counts = by_status if by_status is not None else jobs.by_status()
    latest = (jobs.filter(status__in=statuses) if statuses else jobs).aggregate(
        at=Max("updated_at")
    )
    changes = Tally.objects.filter(owner=owner).values_list("changes", flat=True).first()
    return Revision(tuple(sorted(statuses)), latest["at"], _counted(counts, statuses), changes or 0)


def _matching(jobs: JobQuerySet, query: JobQuery, *, ids: RawSQL | None) -> JobQuerySet:
    """The jobs that fit all filters of `query`, in no order; `ids` are those with its words."""
    if query.text:
        jobs = jobs.none() if ids is None else jobs.filter(pk__in=ids)
    if query.statuses:
        jobs = jobs.filter(status__in=query.statuses)
    if query.sources:
        jobs = jobs.filter(source__in=query.sources)
    if query.min_score is not None:
        jobs = jobs.filter(score__gte=query.min_score)
    if query.max_score is not None:
        jobs = jobs.filter(score__lte=query.max_score)
    if query.posted_since is not None:
        jobs = jobs.filter(posted_on__gte=query.posted_since)
    for span in query.spans:
        jobs = _within(jobs, span)
    return jobs


def containing(jobs: JobQuerySet, text: str) -> JobQuerySet:
    """The jobs in which every word of `text` occurs; no character has a special meaning."""
    ids = fulltext.containing(text, using=jobs.db)
    return jobs.none() if ids is None else jobs.filter(pk__in=ids)


def ensure_index() -> bool:
    """Repair the word index when a migration or a restored file left it incomplete."""
    return word_index.ensure()


def _within(jobs: JobQuerySet, span: Span) -> JobQuerySet:
    bounds = {f"{span.column}__gte": span.first, f"{span.column}__lt": span.before}
    return jobs.filter(**{name: value for name, value in bounds.items() if value is not None})


def _ordered(jobs: JobQuerySet, query: JobQuery) -> JobQuerySet:
    column = Lower(query.sort) if query.sort in FOLDED else F(query.sort)
    # A column that is never null keeps its plain order, which an index can serve.
    last = True if SORTS[query.sort] else None
    by = OrderBy(column, descending=query.descending, nulls_last=last)
    found = jobs.annotate(sort_key=column) if query.sort in FOLDED else jobs
    return found.order_by(by, "-id")


def _after(jobs: JobQuerySet, query: JobQuery) -> JobQuerySet:
    """What follows the row the cursor names, in the order of `query`."""
    if query.cursor is None:
        return jobs
    value, pk = _read(query)
    column = "sort_key" if query.sort in FOLDED else query.sort
    if value is None:
        return jobs.filter(Q(**{f"{column}__isnull": True}), pk__lt=pk)
    beyond = "lt" if query.descending else "gt"
    rest = Q(**{f"{column}__{beyond}e": value}) & (
        Q(**{f"{column}__{beyond}": value}) | Q(pk__lt=pk)
    )
    return jobs.filter(rest | Q(**{f"{column}__isnull": True}) if SORTS[query.sort] else rest)


def _cursor(row: Job, query: JobQuery) -> str:
    value = row.sort_key if query.sort in FOLDED else getattr(row, query.sort)  # type: ignore[attr-defined]
    text = value.isoformat() if isinstance(value, date) else value
    packed = json.dumps([_digest(query), text, row.pk.hex], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read(query: JobQuery) -> tuple[Any, UUID]:
    given = query.cursor or ""
    try:
        packed = base64.urlsafe_b64decode(given.encode() + b"=" * (-len(given) % 4))
        digest, value, pk = json.loads(packed)
        if digest != _digest(query):
            raise ValueError("another question")
        return _sort_value(value, sort=query.sort), UUID(pk)
    except (ValueError, TypeError, AttributeError) as broken:
        sentence = "This cursor is broken or belongs to other filters. Start with the first page."
        raise Invalid({"cursor": [sentence]}) from broken


def _sort_value(value: Any, *, sort: str) -> Any:
    """What a cursor says of its column. ValueError or TypeError for another kind of value."""
    if value is None and SORTS[sort]:
        return None
    if sort in MOMENTS:
        return datetime.fromisoformat(value).astimezone(UTC)
    if sort == "deadline_at":
        return date.fromisoformat(value)
    if sort == "score":
        return float(value)
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a text")
    value.encode()
    return value


def _digest(query: JobQuery) -> str:
    question = repr(replace(query, cursor=None, limit=0))
    return hashlib.sha256(question.encode()).hexdigest()[:12]


def _counted(by_status: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(by_status[status] for status in statuses or by_status)
