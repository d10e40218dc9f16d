"""Which jobs a question finds, in which order, page by page; all of it in the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from orchestrator.jobs import fulltext, ordering, word_index
from orchestrator.jobs.filters import JobQuery, PayRange, Span, count, matching
from orchestrator.jobs.fulltext import Hits
from orchestrator.models import Job, JobQuerySet, Tally, User, with_tags

__all__ = ["JobQuery", "Page", "PayRange", "Revision", "Span", "count", "matching",
           "page", "revision"]  # fmt: skip


@dataclass(frozen=True)
class Revision:
    """Differs after every visible change under the filter; `changes` is the owner's counter."""

    statuses: tuple[str, ...]
    latest: datetime | None
    total: int
    changes: int


@dataclass(frozen=True)
class Rows:
    rows: Sequence[Job]
    next_cursor: str | None


@dataclass(frozen=True)
class Page(Rows):
    """`total` counts all pages, `by_status` all jobs of the owner whatever the filters."""

    total: int
    by_status: Mapping[str, int]
    revision: Revision


def page(owner: User, query: JobQuery, *, columns: Sequence[str] = ()) -> Page:
    """One page with everything about the list. Raises Invalid for another question's cursor."""
    by_status, hits = Job.objects.for_user(owner).by_status(), words(owner, query)
    found = rows(owner, query, columns=columns, hits=hits)
    return Page(
        found.rows,
        found.next_cursor,
        total=total(owner, query, by_status=by_status, found=found, hits=hits),
        by_status=by_status,
        revision=revision(owner, query.statuses, by_status=by_status),
    )


def words(owner: User, query: JobQuery) -> Hits | None:
    """Where the words of `query` are; looked up once for all that is asked about them."""
    return fulltext.containing(owner.pk, query.text) if query.text else None


def rows(
    owner: User, query: JobQuery, *, columns: Sequence[str] = (), hits: Hits | None = None
) -> Rows:
    """One page of rows alone, of `columns` only, with the names of their tags."""
    found = ordering.ordered(matching(owner, query, hits=hits), query)
    if query.cursor is not None:
        found = ordering.after(found, query, ordering.read_cursor(query))
    found = found[query.offset : query.offset + query.limit + 1]
    if query.sort == "pay":
        # An index tells which rows these are, so that the others are not read for their order.
        found = ordering.ordered(Job.objects.filter(pk__in=found.values("pk")), query)
    shown = list(with_tags(found.only(*columns) if columns else found))
    more = len(shown) > query.limit
    kept = shown[: query.limit]
    last = ordering.spot_in(kept[-1], query) if more else None
    return Rows(kept, ordering.write_cursor(last, query) if last else None)


def total(
    owner: User,
    query: JobQuery,
    *,
    by_status: Mapping[str, int],
    found: Rows | None = None,
    hits: Hits | None = None,
) -> int:
    """How many jobs fit, on all pages; `found`: the first page, when it is known."""
    if query.filters == () and not query.grouped:
        return _counted(by_status, query.statuses)
    if found and query.cursor is None and not query.offset and found.next_cursor is None:
        return len(found.rows)
    if query.filters == ("text",) and not (query.statuses or query.grouped) and hits is not None:
        return fulltext.count(hits)
    return count(owner, query, hits=hits)


def ids(owner: User, query: JobQuery, *, limit: int) -> list[UUID]:
    """Of the first jobs that fit, in their order."""
    found = ordering.ordered(matching(owner, query), query)
    return list(found.values_list("pk", flat=True)[:limit])


def every(owner: User, query: JobQuery, *, columns: Sequence[str]) -> Iterator[Job]:
    """All that fit, in their order, a few hundred in memory at a time."""
    found = ordering.ordered(matching(owner, query), query)
    yield from found.only(*columns).iterator(chunk_size=500)


def holds(owner: User, query: JobQuery, pk: UUID, *, hits: Hits | None = None) -> bool:
    return bool(matching(owner, query, hits=hits).filter(pk=pk).exists())


def below(owner: User, query: JobQuery, pk: UUID) -> UUID | None:
    """The job after `pk` in the order of `query`, whether or not `pk` itself still fits."""
    spot = ordering.spot_of(owner, query, pk)
    if spot is None:
        return None
    found = ordering.after(matching(owner, query), query, spot)
    return _first(ordering.ordered(found, query))


def above(owner: User, query: JobQuery, pk: UUID) -> UUID | None:
    spot = ordering.spot_of(owner, query, pk)
    if spot is None:
        return None
    found = ordering.before(matching(owner, query), query, spot)
    return _first(ordering.ordered(found, query, backward=True))


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


def ensure_index() -> bool:
    """Repair the word index when a migration or a restored file left it incomplete."""
    return word_index.ensure()


def _first(jobs: JobQuerySet) -> UUID | None:
    found: UUID | None = jobs.values_list("pk", flat=True).first()
    return found


def _counted(by_status: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(by_status[status] for status in statuses or by_status)
