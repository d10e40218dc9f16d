"""What the clock of an invitation shows, as a moment: zones by their IANA or Windows name, or by
the rules that came with it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from orchestrator.tracking.ics_lines import Part

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
ON = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
CLOCK = "%Y%m%dT%H%M%S"


def known(name: str) -> str:
    """The IANA name that `name` stands for; empty for none. Some programs write a path before."""
    clean = name.strip().strip('"').strip("/")
    clean = _windows().get(clean.casefold(), clean)
    parts = clean.split("/")[-4:]
    tails = ("/".join(parts[n:]) for n in range(len(parts)))
    return next((tail for tail in tails if tail in iana()), "")


@cache
def iana() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _windows() -> Mapping[str, str]:
    return {name.casefold(): olson for name, olson in WINDOWS_TO_OLSON.items()}


def defined(zones: Sequence[Part], name: str, at: datetime) -> timedelta | None:
    """How far from UTC the clock `at` is, by the rules under `name`; None when they do not say."""
    found = next((one for one in zones if one.value("TZID") == name), None)
    if found is None:
        return None
    began = [
        (start, offset)
        for rule in (*found.named("STANDARD"), *found.named("DAYLIGHT"))
        if (offset := offset_of(rule.value("TZOFFSETTO"))) is not None
        for start in _starts(rule, at)
    ]
    before = [one for one in began if one[0] <= at]
    return max(before, default=min(began, default=(at, None)), key=lambda one: one[0])[1]


def offset_of(text: str) -> timedelta | None:
    found = OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    sign, hours, minutes, seconds = found.groups()
    off = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return (off if sign == "+" else -off) if off < timedelta(days=1) else None


def shown_as(offset: timedelta, *, at: datetime, zone: ZoneInfo) -> str:
    """A zone whose clock is so far from UTC `at` that moment: the owner's if it is, else a fixed
    one.
    """
    if at.astimezone(zone).utcoffset() == offset:
        return zone.key
    hours = offset.total_seconds() / 3600
    fixed = f"Etc/GMT{-int(hours):+d}" if hours else "UTC"
    return fixed if hours == int(hours) and fixed in iana() else "UTC"


def _starts(rule: Part, at: datetime) -> list[datetime]:
    """When a rule last began to hold before `at`, and the first time."""
    try:
        first = datetime.strptime(rule.value("DTSTART"), CLOCK)
    except ValueError:
        return []
    yearly = dict(part.partition("=")[::2] for part in rule.value("RRULE").upper().split(";"))
    if yearly.get("FREQ") != "YEARLY":
        return [first]
    found = (_in_year(year, yearly, first) for year in (at.year - 1, at.year))
    last = _until(yearly.get("UNTIL", ""))
    return [first, *(day for day in found if day and first <= day <= last)]


def _until(text: str) -> datetime:
    try:
        return datetime.strptime(text.rstrip("Z"), CLOCK)
    except ValueError:
        return datetime.max


def _in_year(year: int, rule: Mapping[str, str], first: datetime) -> datetime | None:
    """The day of `rule` in a year, such as the last Sunday of March."""
    try:
        month = int(rule.get("BYMONTH", first.month))
        found = ON.fullmatch(rule.get("BYDAY", ""))
        if found is None:
            return first.replace(year=year, month=month)
        least = min(map(int, rule.get("BYMONTHDAY", "1").split(",")))
        day = _nth(year, month, int(found[1] or 1), WEEKDAYS.index(found[2]), least=least)
        return first.replace(year=year, month=month, day=day)
    except ValueError:
        return None


def _nth(year: int, month: int, number: int, weekday: int, *, least: int) -> int:
    """`least`: the day of the month from which it is counted."""
    begins, length = monthrange(year, month)
    days = [day for day in range(max(least, 1), length + 1) if (begins + day - 1) % 7 == weekday]
    place = number - 1 if number > 0 else number
    if number == 0 or not -len(days) <= place < len(days):
        raise ValueError(number)
    return days[place]


def moment(at: datetime, zone: str) -> datetime:
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
