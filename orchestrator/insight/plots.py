"""Figures as drawings: across in percent of the width there is, so that their words keep their
size; down in pixels. Pure; colours and fonts are the page's.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobops.lib import words
from jobops.lib.days import short_day
from orchestrator.insight.figure import percent
from orchestrator.insight.statistics import Drop, Share

# A line holds its words and, under them, what is drawn.
LINE = 40
HIGH = 120
STRIP = 24
NAME_WIDTH = 30
MOST_DAYS = 31
# Of the room of a bar, so that it does not touch the next one.
FILLED = 0.84


@dataclass(frozen=True)
class Tick:
    """`anchor`: which end of the label stands there."""

    x: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Mark:
    """One line of a drawing: `x` is where its dot stands or its bar ends. `low` and `high`: the
    ends of its whisker, None where few.
    """

    name: str
    y: int
    x: float
    low: float | None
    high: float | None
    number: str


@dataclass(frozen=True)
class Lines:
    kind: str
    marks: tuple[Mark, ...]
    height: int
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True)
class Column:
    """One bar that stands; `before` is where the level stands that it is compared with."""

    x: float
    y: float
    width: float
    height: float
    before: float | None
    said: str

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Columns:
    """`unit`: what a bar stands for, "day" or "week"."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    most: str
    unit: str
    kind: str = "columns"
    high: int = HIGH

    @property
    def compared(self) -> bool:
        return any(one.before is not None for one in self.columns)


@dataclass(frozen=True)
class Curve:
    """`path`: the steps of what is left without, from the upper left, in a square of 100."""

    path: str
    ticks: tuple[Tick, ...]
    levels: tuple[tuple[float, str], ...]
    kind: str = "curve"
    high: int = HIGH


@dataclass(frozen=True)
class Strip:
    name: str
    y: int
    columns: tuple[Column, ...]
    number: str


@dataclass(frozen=True)
class Strips:
    """Small drawings below each other, over the same weeks; each has a scale of its own."""

    strips: tuple[Strip, ...]
    height: int
    ticks: tuple[Tick, ...]
    kind: str = "strips"
    high: int = STRIP


def bars(rows: Sequence[tuple[str, int, str]]) -> Lines:
    """Counts as lying bars, each with what is said beside it."""
    most = max((count for _, count, _ in rows), default=0) or 1
    marks = tuple(
        Mark(_short(name), number * LINE, _percent(count / most), None, None, said)
        for number, (name, count, said) in enumerate(rows)
    )
    return Lines("bars", marks, len(rows) * LINE)


def intervals(rows: Sequence[tuple[str, Share]]) -> Lines:
    """Shares as dots with whiskers, on one scale from 0 to 100 % unless all are too few."""
    marks = tuple(_interval(name, found, number) for number, (name, found) in enumerate(rows))
    few = all(one.low is None for one in marks)
    ticks = () if few else (Tick(0, "0 %", "start"), Tick(50, "50 %"), Tick(100, "100 %", "end"))
    return Lines("intervals", marks, len(rows) * LINE, ticks)


def columns(rows: Sequence[tuple[str, int, int | None]]) -> Columns:
    """Counts by day, or by week where there are many days; those of the window before behind."""
    unit = "day" if len(rows) <= MOST_DAYS else "week"
    rows = rows if unit == "day" else _by_week(rows)
    most = max((max(now, before or 0) for _, now, before in rows), default=0) or 1
    days = [day for day, _, _ in rows]
    found = tuple(
        _column(number, len(rows), day, now, before, most=most, high=HIGH)
        for number, (day, now, before) in enumerate(rows)
    )
    return Columns(found, _dates(days), words.number(most), unit)


def strips(rows: Sequence[Sequence[str | int]], *, names: Sequence[str]) -> Strips:
    """Of each of `names` its counts by week; a row is a week and a count for each name."""
    weeks = [str(row[0]) for row in rows]
    found = []
    for place, name in enumerate(names, 1):
        counts = [int(row[place]) for row in rows]
        most = max(counts, default=0)
        drawn = tuple(
            _column(number, len(weeks), week, count, None, most=most or 1, high=STRIP)
            for number, (week, count) in enumerate(zip(weeks, counts, strict=True))
        )
        number = (
            words.say(
                "{sum}, at most {most} a week",
                sum=words.number(sum(counts)),
                most=words.number(most),
            )
            if most
            else "none"
        )
        found.append(Strip(name.capitalize(), (place - 1) * (LINE + STRIP), drawn, number))
    return Strips(tuple(found), len(names) * (LINE + STRIP) - 12, _dates(weeks))


def curve(drops: Sequence[Drop], *, last: int) -> Curve:
    """How many are still without a response, by day."""
    end = max(last, 1, *(one.day for one in drops))
    path = ["M0 0"]
    path += [f"H{one.day / end * 100:.2f}V{100 * (1 - one.left):.2f}" for one in drops]
    path.append("H100")
    days = sorted({0, end // 4, end // 2, 3 * end // 4, end})
    ticks = tuple(Tick(_percent(day / end), str(day), _anchor(day / end)) for day in days)
    return Curve("".join(path), ticks, ((0, "100 %"), (HIGH / 2, "50 %")))


def _column(
    place: int, count: int, day: str, now: int, before: int | None, *, most: int, high: int
) -> Column:
    room, tall = 100 / count, now * high / most
    said = f"{_day(day)}: {words.number(now)}" + (
        "" if before is None else words.say(", before {before}", before=words.number(before))
    )
    level = None if before is None else round(high - before * high / most, 1)
    x, y = round(place * room, 2), round(high - tall, 1)
    return Column(x, y, round(room * FILLED, 2), round(tall, 1), level, said)


def _interval(name: str, found: Share, number: int) -> Mark:
    place = number * LINE
    if found.share is None or found.low is None or found.high is None:
        few = words.say("{count} of {n}, too few", count=found.count, n=found.n)
        return Mark(_short(name), place, 0, None, None, few)
    told = words.say(
        "{count} of {n}, {percent}",
        count=words.number(found.count),
        n=words.number(found.n),
        percent=percent(found.share),
    )
    low, high = _percent(found.low), _percent(found.high)
    return Mark(_short(name), place, _percent(found.share), low, high, told)


def _percent(part: float) -> float:
    return round(100 * part, 2)


def _dates(days: Sequence[str]) -> tuple[Tick, ...]:
    """Four at most, because a phone has no room for more."""
    every = max(math.ceil(len(days) / 4), 1)
    return tuple(
        Tick(_percent(place / len(days)), _day(days[place]), "start")
        for place in range(0, len(days), every)
    )


def _day(iso: str) -> str:
    return short_day(date.fromisoformat(iso))


def _anchor(part: float) -> str:
    return "start" if part == 0 else "end" if part == 1 else "middle"


def _by_week(
    rows: Sequence[tuple[str, int, int | None]],
) -> list[tuple[str, int, int | None]]:
    weeks: dict[str, tuple[int, int | None]] = {}
    for day, now, before in rows:
        year, week, _ = date.fromisoformat(day).isocalendar()
        monday = date.fromisocalendar(year, week, 1).isoformat()
        had, had_before = weeks.get(monday, (0, None))
        both = None if before is None and had_before is None else (had_before or 0) + (before or 0)
        weeks[monday] = (had + now, both)
    return [(monday, *both) for monday, both in weeks.items()]


def _short(name: str) -> str:
    """As much of it as has room beside a number; what is written wide takes two places."""
    room = NAME_WIDTH
    for place, letter in enumerate(name):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{name[: place - 1]}…"
    return name
