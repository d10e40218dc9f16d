"""Where a run over a Gmail account stands: in its history, or in a window of days. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from orchestrator.inbox.boxes import gmail_list
from orchestrator.inbox.boxes.gmail_list import Entry, Listing

CHUNK = 50
ONE_DAY = timedelta(days=1)


def in_history(start: str, *, now: str) -> dict[str, Any]:
    return {"mode": "history", "start": start, "at": now, "done": 0}


def in_window(end: str, *, now: str) -> dict[str, Any]:
    """`end`: the history id of the moment before the window is listed."""
    return {"mode": "window", "end": end, "last": "", "at": now, "done": 0}


def advanced(
    standing: Mapping[str, Any], entries: Sequence[Entry], *, start: int, count: int
) -> dict[str, Any]:
    """After `count` of the entries, of which those before `start` were counted already."""
    more = {**standing, "done": int(standing.get("done", 0)) + count - start}
    if standing["mode"] == "window":
        return {**more, "last": entries[count - 1].id}
    return {**more, "start": gmail_list.before(entries, count, start=standing["start"])}


def window_start(cursor: Mapping[str, Any], since: datetime) -> datetime:
    """A day before the last run, or the beginning of the window."""
    at = cursor.get("at")
    return datetime.fromisoformat(at) - ONE_DAY if at else since


def left(listing: Listing, last: str) -> Listing:
    """What a stopped run had left of a window; all of it when its last mail is gone."""
    ids = [one.id for one in listing.entries]
    start = ids.index(last) + 1 if last in ids else 0
    return Listing(listing.entries[start:], listing.end)
