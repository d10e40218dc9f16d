"""Entries as iCalendar text (RFC 5545). Written here because thousands of entries are read by
machines all day; tests read it back with two libraries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from orchestrator.tracking.feed_entries import Entry

FOLD = 75
HEAD = (
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//JobOps//Calendar feed//EN", "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH", "X-WR-CALNAME:JobOps", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)  # fmt: skip
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Version:
    """Which state of an entry this is, and since when it is so."""

    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class Gone:
    """An entry that is no more: its day, so that a calendar finds what to strike."""

    uid: str
    starts: datetime | date
    ends: datetime | date


def calendar(
    entries: Iterable[tuple[Entry, Version]], gone: Iterable[tuple[Gone, Version]], *, base: str
) -> bytes:
    """`base`: what stands before the paths of pages."""
    lines = list(HEAD)
    for entry, version in entries:
        lines += _event(entry, version, base=base)
    for one, version in gone:
        lines += _cancelled(one, version)
    lines.append("END:VCALENDAR\r\n")
    return "\r\n".join(map(folded, lines)).encode()


def _event(entry: Entry, version: Version, *, base: str) -> Iterator[str]:
    page = f"{base}{entry.path}" if entry.path else ""
    said = "\n".join(one for one in (*entry.details, page) if one)
    yield from _head(entry.uid, entry.starts, entry.ends, version)
    yield f"SUMMARY:{escaped(entry.title)}"
    if said:
        yield f"DESCRIPTION:{escaped(said)}"
    if entry.location:
        yield f"LOCATION:{escaped(entry.location)}"
    if entry.link:
        yield f"URL:{entry.link}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield f"TRANSP:{'OPAQUE' if entry.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _cancelled(one: Gone, version: Version) -> Iterator[str]:
    yield from _head(one.uid, one.starts, one.ends, version)
    yield from ("SUMMARY:Cancelled", "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "END:VEVENT")


def _head(
    uid: str, starts: datetime | date, ends: datetime | date, version: Version
) -> Iterator[str]:
    changed = _moment(version.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{version.sequence}"
    yield f"DTSTART{_time(starts)}"
    yield f"DTEND{_time(ends)}"


def _time(at: datetime | date) -> str:
    if isinstance(at, datetime):
        return f":{_moment(at)}"
    return f";VALUE=DATE:{at:%Y%m%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    return text.translate(ESCAPES)


def folded(line: str) -> str:
    """At most 75 octets on a line, and no letter cut in two."""
    if len(line) <= FOLD and line.isascii():
        return line
    data, pieces, room = line.encode(), list[bytes](), FOLD
    while len(data) > room:
        end = room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[:end])
        data, room = data[end:], FOLD - 1
    return b"\r\n ".join([*pieces, data]).decode()
