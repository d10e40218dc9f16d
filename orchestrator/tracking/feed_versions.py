"""What a feed last said of each date: the number rises with every change, and what is gone is
called off for a while. Two readers at once come to the same numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from jobops.lib.secretbox import Box, SecretBoxError
from orchestrator import preferences
from orchestrator.models import CalendarFeed, FeedEntry
from orchestrator.tracking.feed_entries import BEFORE, Entry
from orchestrator.tracking.feed_text import Gone, Version

CALLED_OFF = timedelta(days=30)
AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """What has to be written before anything may be said."""

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    gone: tuple[FeedEntry, ...]
    over: tuple[FeedEntry, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.over)


def settle(
    feed: CalendarFeed, entries: Iterable[Entry], *, now: datetime
) -> tuple[list[tuple[Entry, Version]], list[tuple[Gone, Version]]]:
    """Each entry with its version, and what is called off."""
    said, rows = {one.uid: one for one in entries}, _rows(feed)
    if compared(said, rows, now=now):
        with transaction.atomic():
            # Another reader waits here, and then finds nothing to write.
            CalendarFeed.objects.select_for_update().filter(pk=feed.pk).first()
            _write(feed, compared(said, _rows(feed), now=now), said, now=now)
        rows = _rows(feed)
    living = [(one, _version(rows[uid])) for uid, one in said.items() if uid in rows]
    gone = [row for uid, row in rows.items() if row.gone_at and uid not in said]
    return living, [(found, _version(row)) for row in gone if (found := _gone(row))]


def compared(said: Mapping[str, Entry], rows: Mapping[str, FeedEntry], *, now: datetime) -> Change:
    known = [(one, rows.get(uid)) for uid, one in said.items()]
    lost = [row for uid, row in rows.items() if uid not in said]
    # What has passed out of the window was not called off.
    past = [row for row in lost if row.gone_at is None and _is_past(row, now)]
    return Change(
        new=tuple(one for one, row in known if row is None),
        changed=tuple(
            one for one, row in known if row and (row.gone_at or row.content != one.content)
        ),
        gone=tuple(row for row in lost if row.gone_at is None and row not in past),
        over=(*past, *(row for row in lost if row.gone_at and row.gone_at < now - CALLED_OFF)),
    )


def _write(feed: CalendarFeed, change: Change, said: Mapping[str, Entry], *, now: datetime) -> None:
    mine, box = FeedEntry.objects.filter(owner_id=feed.owner_id), preferences.box()
    known = {row.uid: row for row in mine.filter(uid__in=[one.uid for one in change.changed])}
    rows = [FeedEntry(owner_id=feed.owner_id, uid=one.uid, sequence=-1) for one in change.new]
    for row in (*rows, *known.values()):
        row.content, row.said, row.gone_at = (
            said[row.uid].content,
            _sealed(said[row.uid], box),
            None,
        )
    for row in change.gone:
        row.gone_at = now
    rows += [*known.values(), *change.gone]
    for row in rows:
        # Found again by its uid, as a second reader would find it.
        row.pk, row.sequence, row.changed_at = None, row.sequence + 1, now
    FeedEntry.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["owner", "uid"],
        update_fields=["content", "said", "sequence", "changed_at", "gone_at"],
    )  # fmt: skip
    mine.filter(pk__in=[row.pk for row in change.over]).delete()


def _rows(feed: CalendarFeed) -> dict[str, FeedEntry]:
    return {row.uid: row for row in FeedEntry.objects.filter(owner_id=feed.owner_id)}


def _version(row: FeedEntry) -> Version:
    return Version(row.sequence, row.changed_at)


def _sealed(entry: Entry, box: Box) -> str:
    """Its times alone: nothing of a job outlives it here."""
    return box.seal(json.dumps([entry.starts.isoformat(), entry.ends.isoformat()]))


def _gone(row: FeedEntry) -> Gone | None:
    """None when the seal cannot be opened."""
    try:
        starts, ends = json.loads(preferences.box().open(row.said))
    except SecretBoxError:
        return None
    return Gone(row.uid, _time(starts), _time(ends))


def _is_past(row: FeedEntry, now: datetime) -> bool:
    found = _gone(row)
    if found is None:
        return True
    day = found.starts.date() if isinstance(found.starts, datetime) else found.starts
    return day < (now - BEFORE).date()


def _time(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
