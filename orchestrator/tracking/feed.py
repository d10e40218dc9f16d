"""What a calendar program is given when it asks."""

from __future__ import annotations

from datetime import datetime

from orchestrator import preferences
from orchestrator.models import CalendarFeed, User
from orchestrator.tracking import feed_address, feed_rows, feed_text, feed_versions
from orchestrator.tracking.feed_text import Version


def text(feed: CalendarFeed, *, base: str, now: datetime) -> bytes:
    """The whole calendar; that it was read is noted."""
    mine = preferences.of(feed.owner)
    found = feed_rows.entries(feed.owner, mine, now=now)
    living, gone = feed_versions.settle(feed, found, now=now)
    feed_address.note(feed, at=now)
    return feed_text.calendar(living, gone, base=base)


def once(owner: User, *, now: datetime) -> bytes:
    """The same as a file, for who has no feed: nothing is noted, and nothing called off."""
    found = feed_rows.entries(owner, preferences.of(owner), now=now)
    return feed_text.calendar(((one, Version(0, now)) for one in found), (), base="")
