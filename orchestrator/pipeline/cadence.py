"""When a saved search runs by itself, in the owner's time zone. Pure.

{"kind": "cron", "expression": "0 7 * * 1-5"}
{"kind": "daily" | "weekdays", "at": "07:30"}
{"kind": "weekly", "at": "07:30", "day": 1}        days as in cron: 0 is Sunday
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from croniter import croniter
from croniter.croniter import CroniterError

from jobops.lib import words
from jobops.lib.errors import Invalid

LONGEST = 100
DAYS = (
    words.later("Sunday"),
    words.later("Monday"),
    words.later("Tuesday"),
    words.later("Wednesday"),
    words.later("Thursday"),
    words.later("Friday"),
    words.later("Saturday"),
)
KEYS = {"cron": {"expression"}, "daily": {"at"}, "weekdays": {"at"}, "weekly": {"at", "day"}}
CLOSEST = timedelta(hours=1)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NAMES = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT"
_FIELD = re.compile(rf"(?:\d{{1,2}}|\*|{_NAMES}|[,/-])+", re.ASCII | re.IGNORECASE)
# Two times of one expression that lie closer than an hour lie within the same hour, so the first
# few times of a leap year show them.
_START, _LOOKED_AT = datetime(2024, 1, 1), 12

WRONG_KIND = words.later("Choose a kind: cron, daily, weekdays or weekly.")
WRONG_KEYS = words.later("Give kind and {keys}, nothing else.")
WRONG_TIME = words.later("Give a time of day from 00:00 to 23:59.")
WRONG_DAY = words.later("Give a day from 0, Sunday, to 6, Saturday.")
WRONG_CRON = words.later("Give a cron expression with five fields, such as 0 7 * * 1-5.")
NEVER = words.later("This cron expression names no date that exists.")
TOO_OFTEN = words.later("A search runs once an hour at most.")


def checked(raw: Any) -> dict[str, Any]:
    """The cadence as it is stored. Raises Invalid."""
    kind = raw.get("kind") if isinstance(raw, Mapping) else None
    if not isinstance(kind, str) or kind not in KEYS:
        raise _invalid(WRONG_KIND)
    if set(raw) != {"kind", *KEYS[kind]}:
        raise _invalid(WRONG_KEYS.format(keys=" and ".join(sorted(KEYS[kind]))))
    if kind == "cron":
        return {"kind": kind, "expression": _expression(raw["expression"])}
    if not isinstance(raw["at"], str) or not _TIME.fullmatch(raw["at"]):
        raise _invalid(WRONG_TIME)
    day = raw.get("day", 0)
    if isinstance(day, bool) or not isinstance(day, int) or not 0 <= day <= 6:
        raise _invalid(WRONG_DAY)
    return dict(raw)


def next_run(cadence: Mapping[str, Any], *, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment later than `after`, in UTC.

    A local time that a clock change doubles counts the first time; one that it skips counts when
    the clock has changed, unless the next time of the cadence comes within the hour.
    """
    local = after.astimezone(zone).replace(tzinfo=None)
    times = _times(cron_of(cadence), since=local)
    found = (_moment(one, zone) for one in times if not _falls_to_next(one, cadence, zone))
    return next(one for one in found if one > after)


def cron_of(cadence: Mapping[str, Any]) -> str:
    """The same as a cron expression."""
    if cadence["kind"] == "cron":
        return str(cadence["expression"])
    hour, minute = map(int, cadence["at"].split(":"))
    days = {"daily": "*", "weekdays": "1-5"}.get(cadence["kind"]) or cadence["day"]
    return f"{minute} {hour} * * {days}"


def told(cadence: Mapping[str, Any] | None) -> str:
    """What a person reads: "On weekdays at 07:30"."""
    if cadence is None:
        return words.say("Only when you start it")
    when = {
        "cron": words.later("By cron: {expression}"),
        "daily": words.later("Every day at {at}"),
        "weekdays": words.later("On weekdays at {at}"),
        "weekly": words.later("Every {day} at {at}"),
    }[cadence["kind"]]
    return words.say(when, **{**cadence, "day": DAYS[cadence.get("day", 0)]})


def _expression(raw: Any) -> str:
    fields = raw.split() if isinstance(raw, str) and len(raw) <= LONGEST else []
    if len(fields) != 5 or not all(map(_FIELD.fullmatch, fields)):
        raise _invalid(WRONG_CRON)
    expression = " ".join(fields)
    if not croniter.is_valid(expression):
        raise _invalid(WRONG_CRON)
    try:
        times = list(islice(_times(expression, since=_START), _LOOKED_AT))
    except CroniterError:
        raise _invalid(NEVER) from None
    if any(later - sooner < CLOSEST for sooner, later in pairwise(times)):
        raise _invalid(TOO_OFTEN)
    return expression


def _times(expression: str, *, since: datetime) -> Iterator[datetime]:
    """What the clock on the wall shows, as if it never changed."""
    clock = croniter(expression, since)
    while True:
        yield clock.get_next(datetime)


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    first = local.replace(tzinfo=zone).astimezone(UTC)
    if not _is_skipped(local, zone):
        return first
    # Between the two readings of a time that never was lies the moment the clock changed.
    low, high = local.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _is_skipped(local: datetime, zone: ZoneInfo) -> bool:
    there = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there.replace(tzinfo=None) != local


def _falls_to_next(local: datetime, cadence: Mapping[str, Any], zone: ZoneInfo) -> bool:
    if not _is_skipped(local, zone):
        return False
    later = next(_times(cron_of(cadence), since=local))
    return _moment(later, zone) - _moment(local, zone) < CLOSEST


def _invalid(sentence: str) -> Invalid:
    return Invalid({"cadence": [sentence]})
