"""One posting out of many: its details, or it alone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from orchestrator.sources.base import Answer, Record, Shape, SourceError, decoded, records
from orchestrator.sources.posting import BadRecord, Posting

Listed = TypeVar("Listed")
Detail = TypeVar("Detail")
GONE = "This posting is no longer on its board."


def within(limit: int, load: Callable[[Listed], Detail]) -> Callable[[Listed], Detail | None]:
    """`load` for the first rows; None for the others, and for what is gone since it was listed."""
    left = iter(range(limit))

    def loaded(row: Listed) -> Detail | None:
        try:
            return load(row) if next(left, None) is not None else None
        except SourceError as error:
            if error.kind != "not_found":
                raise
            return None

    return loaded


def picked(rows: Sequence[object], value: str, *, by: tuple[str, ...]) -> Iterator[object]:
    """The rows that carry `value` under one of these keys."""
    for row in rows:
        if isinstance(row, Mapping) and value in {str(row.get(key)) for key in by}:
            yield row


def alone(
    answer: Answer, shape: type[Shape], posting: Callable[[Shape], Posting]
) -> Iterator[Record]:
    """The one record of an answer that holds no list."""
    return records([decoded(answer)], shape, posting)


def only(found: Iterable[Record]) -> Posting:
    """The one posting that was asked for. Raises SourceError."""
    for record in found:
        if isinstance(record, BadRecord):
            raise SourceError("changed_shape")
        return record
    raise SourceError("not_found", GONE)
