"""Which applications are looked at: those that began in a span of days on the owner's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jobops.lib.errors import Invalid
from jobops.lib.words import later, say

DURATIONS = ("7", "14", "30", "90", "all")
USUAL = "90"
DAY = timedelta(days=1)
LONGEST = 3660
WRONG = later("Give a day as 2026-03-31.")


@dataclass(frozen=True)
class Window:
    """`first` and `last` are days of the owner's, both included; no `first`: from the beginning."""

    first: date | None
    last: date
    zone: ZoneInfo
    duration: str = ""

    @property
    def begins(self) -> datetime | None:
        return _midnight(self.first, self.zone) if self.first else None

    @property
    def ends(self) -> datetime:
        return _midnight(self.last + DAY, self.zone)

    @property
    def days(self) -> int | None:
        return (self.last - self.first).days + 1 if self.first else None

    @property
    def before(self) -> Window | None:
        """The span of equal length just before."""
        if self.first is None or self.days is None:
            return None
        return Window(self.first - self.days * DAY, self.first - DAY, self.zone)


def chosen(given: Mapping[str, str], *, zone: ZoneInfo, now: datetime) -> Window:
    """From `duration`, or from `from` and `to`. Raises Invalid naming each bad one."""
    today = now.astimezone(zone).date()
    if given.get("from") or given.get("to"):
        return _between(given, zone=zone, today=today)
    duration = given.get("duration") or USUAL
    if duration not in DURATIONS:
        raise Invalid({"duration": [say("Give one of {listed}.", listed=", ".join(DURATIONS))]})
    first = None if duration == "all" else today - (int(duration) - 1) * DAY
    return Window(first, today, zone, duration)


def _between(given: Mapping[str, str], *, zone: ZoneInfo, today: date) -> Window:
    found, wrong = dict[str, date](), dict[str, list[str]]()
    for name in ("from", "to"):
        text = given.get(name) or ""
        try:
            found[name] = date.fromisoformat(text) if text else today
        except ValueError:
            wrong[name] = [WRONG]
    if not wrong and not given.get("from"):
        wrong["from"] = [say("Give the first day too.")]
    elif not wrong and not (0 <= (found["to"] - found["from"]).days < LONGEST):
        wrong["to"] = [say("Give a day on or after the first, at most ten years later.")]
    elif not wrong and not 1970 <= found["from"].year <= found["to"].year <= 2100:
        wrong["from"] = [say("Give a day after 1970.")]
    if wrong:
        raise Invalid(wrong)
    return Window(found["from"], found["to"], zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
