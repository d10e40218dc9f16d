"""Recorded answers of sources, made to fit a test: as old as yesterday, or many times as long."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).resolve().parents[1] / "sources" / "recorded"
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?=$|[T ])")
POSTED = {
    "date", "publication_date", "pubDate", "pub_date", "created", "created_at", "created_at_i",
    "createdAt", "epoch", "first_published", "published_at", "publishedAt", "published_on",
    "releasedDate", "startDate", "datePosted",
}  # fmt: skip
ENDS = {"expiryDate", "endDate", "application_deadline", "closing_date"}
NAMING = {"id", "slug", "guid", "objectID", "shortcode", "externalPath", "url", "bulletFields"}
SECONDS_FROM, MILLISECONDS_FROM = 10**9, 10**11


@cache
def recorded(name: str) -> str:
    return (RECORDED / name).read_text()


def answer(name: str, *, yesterday: bool = True, rows: int = 0, page: int = 0) -> Any:
    """What a file says. `yesterday`: all dates moved so that the newest posting is of yesterday;
    `rows` and `page`: its list repeated to that length, with numbers of that page.
    """
    found = json.loads(recorded(name))
    if yesterday:
        found = _moved(found, days=_age(found))
    return _repeated(found, rows=rows, page=page) if rows else found


def listing(found: Any) -> list[Any]:
    """The list that holds the jobs."""
    if isinstance(found, list):
        return found
    lists = [value for value in found.values() if isinstance(value, list)]
    return max(lists, key=len, default=[])


def _age(found: Any) -> int:
    posted = [day for key, value in _pairs(found) if key in POSTED and (day := _day(value))]
    newest = max(posted, default=None)
    return (datetime.now(UTC).date() - newest).days - 1 if newest else 0


def _moved(found: Any, *, days: int) -> Any:
    def later(key: str, value: Any) -> Any:
        if key not in POSTED | ENDS or _day(value) is None:
            return value
        if isinstance(value, str):
            day = _day(value) or date.min
            return DAY.sub((day + timedelta(days=days)).isoformat(), value, count=1)
        unit = 1_000 if value >= MILLISECONDS_FROM else 1
        return value + days * 86_400 * unit

    return _mapped(found, later)


def _day(value: object) -> date | None:
    if isinstance(value, str) and (said := DAY.match(value)):
        return date.fromisoformat(said[1])
    if isinstance(value, int) and value >= SECONDS_FROM:
        seconds = value / 1_000 if value >= MILLISECONDS_FROM else value
        return datetime.fromtimestamp(seconds, UTC).date()
    return None


def _repeated(found: Any, *, rows: int, page: int) -> Any:
    each = listing(found)
    more = [_numbered(each[n % len(each)], page * rows + n) for n in range(rows)]
    if isinstance(found, list):
        return more
    name = next(key for key, value in found.items() if value is each)
    return {**found, name: more}


def _numbered(row: Any, number: int) -> Any:
    def changed(key: str, value: Any) -> Any:
        if key not in NAMING:
            return value
        if isinstance(value, str):
            return f"{value.rstrip('/')}-{number}" if value else value
        return value + number * 10**9 if isinstance(value, int) else value

    return _mapped(row, changed)


def _mapped(found: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    if isinstance(found, dict):
        return {name: _mapped(value, change, name) for name, value in found.items()}
    if isinstance(found, list):
        return [_mapped(value, change, key) for value in found]
    return change(key, found)


def _pairs(found: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _pairs(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from _pairs(value, key)
    else:
        yield key, found
