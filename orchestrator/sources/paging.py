"""Listings that come in pages: read to their end, never round in a circle, nothing twice. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from orchestrator.sources.base import Record
from orchestrator.sources.posting import BadRecord


@dataclass(frozen=True)
class Page:
    """`last`: by what the source says, no page follows."""

    rows: Sequence[Any]
    last: bool = False


def rows(page: Callable[[int], Page], *, most: int, first: int = 1) -> Iterator[Any]:
    """The rows of the pages numbered from `first`. It ends at the last page, at an empty one, at
    one that came before, and after `most` pages.
    """
    seen: set[int] = set()
    for number in range(first, first + most):
        found = page(number)
        mark = hash(repr(found.rows))
        if not found.rows or mark in seen:
            return
        yield from found.rows
        seen.add(mark)
        if found.last:
            return


def share(limit: int, *, searches: int) -> int:
    """How many postings each of several searches may give, so that all stay below the limit."""
    return max(1, limit // max(searches, 1))


def distinct(found: Iterable[Record]) -> Iterator[Record]:
    """Every posting once: two searches find the same job, and a list moves on between two pages."""
    seen: set[str] = set()
    for record in found:
        number = record.source_job_id
        if isinstance(record, BadRecord) or number is None or number not in seen:
            yield record
        if number is not None:
            seen.add(number)
