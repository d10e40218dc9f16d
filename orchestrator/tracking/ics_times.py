"""Dates, times and lengths as calendars write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar.prop import vDuration

from orchestrator.tracking import ics_zones
from orchestrator.tracking.ics_lines import Line, Part

EARLIEST, LATEST = 1970, 2200


@dataclass(frozen=True)
class Time:
    """`at` in UTC. `assumed`: "floating" or "unknown" when the owner's zone had to do."""

    at: datetime
    zone: str
    is_day: bool = False
    assumed: str = ""


def read(line: Line | None, *, zones: Sequence[Part], zone: ZoneInfo) -> Time | None:
    """`zones`: those that came with it. None for no time, or one nobody can be invited to."""
    if line is None:
        return None
    try:
        found = _read(line.value.strip().upper(), line, zones=zones, zone=zone)
    except (ValueError, OverflowError):
        return None
    return found if EARLIEST <= found.at.year <= LATEST else None


def _read(text: str, line: Line, *, zones: Sequence[Part], zone: ZoneInfo) -> Time:
    if len(text) == 8:
        day = datetime.strptime(text, "%Y%m%d")
        return Time(ics_zones.moment(day, zone.key), zone.key, is_day=True)
    clock = datetime.strptime(text.rstrip("Z"), ics_zones.CLOCK)
    if text.endswith("Z"):
        return Time(clock.replace(tzinfo=UTC), zone.key)
    name = line.parameters.get("TZID", "").strip()
    if known := ics_zones.known(name):
        return Time(ics_zones.moment(clock, known), known)
    offset = ics_zones.defined(zones, name, clock)
    if offset is not None:
        at = (clock - offset).replace(tzinfo=UTC)
        return Time(at, ics_zones.shown_as(offset, at=at, zone=zone))
    assumed = "unknown" if name else "floating"
    return Time(ics_zones.moment(clock, zone.key), zone.key, assumed=assumed)


def duration(text: str) -> timedelta | None:
    if not 0 < len(text) < 40:
        return None
    try:
        found: timedelta = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return found


def unescaped(value: str) -> str:
    """A text without the escapes of calendars."""
    whole = value.replace("\\\\", "\x00")
    for written, meant in (("\\n", "\n"), ("\\N", "\n"), ("\\,", ","), ("\\;", ";")):
        whole = whole.replace(written, meant)
    return whole.replace("\x00", "\\")
