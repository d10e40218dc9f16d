"""Figures as drawings: where each mark stands, in the units of the drawing, and the words beside
it. Pure; colours and fonts are the page's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orchestrator.insight.figure import percent
from orchestrator.insight.statistics import Drop, Share

WIDE, LINE = 560, 26
# Room for names on the left and for numbers on the right.
NAMES, NUMBERS = 170, 96
HIGH = 120
NAME_LENGTH = 24


@dataclass(frozen=True)
class Mark:
    """One line of a drawing. `low` and `high`: the ends of its whisker, None where few."""

    name: str
    y: int
    x: float
    width: float
    low: float | None
    high: float | None
    number: str


@dataclass(frozen=True)
class Lines:
    """`ticks`: place and label of what is written under the lines."""

    kind: str
    marks: tuple[Mark, ...]
    height: int
    ticks: tuple[tuple[float, str], ...] = ()
    wide: int = WIDE
    names: int = NAMES


@dataclass(frozen=True)
class Column:
    """One bar that stands; `before` is the height of what it is compared with."""

    x: float
    y: float
    width: float
    height: float
    before: float | None
    said: str


@dataclass(frozen=True)
class Columns:
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    kind: str = "columns"
    wide: int = WIDE
    high: int = HIGH


@dataclass(frozen=True)
class Curve:
    """`path`: the steps of what is left without, from the upper left."""

    path: str
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    kind: str = "curve"
    wide: int = WIDE
    high: int = HIGH


def bars(rows: Sequence[tuple[str, int]]) -> Lines:
    """Counts as lying bars."""
    most = max((count for _, count in rows), default=0) or 1
    room = WIDE - NAMES - NUMBERS
    marks = tuple(
        Mark(_short(name), number * LINE, NAMES, room * count / most, None, None, f"{count:,}")
        for number, (name, count) in enumerate(rows)
    )
    return Lines("bars", marks, len(rows) * LINE)


def intervals(rows: Sequence[tuple[str, Share]]) -> Lines:
    """Shares as dots with whiskers, on one scale from 0 to 100 %."""
    marks = tuple(_interval(name, found, number) for number, (name, found) in enumerate(rows))
    ticks = tuple((_across(part), percent(part)) for part in (0.0, 0.5, 1.0))
    return Lines("intervals", marks, len(rows) * LINE, ticks)


def columns(rows: Sequence[tuple[str, int, int | None]]) -> Columns:
    """Counts by day, or by week where there are many days; those of the window before behind."""
    rows = rows if len(rows) <= 92 else _by_week(rows)
    most = max((max(now, before or 0) for _, now, before in rows), default=0) or 1
    step = WIDE / max(len(rows), 1)
    scale = HIGH / most
    found = tuple(
        Column(
            round(number * step, 1), round(HIGH - now * scale, 1), round(max(step - 2, 1), 1),
            round(now * scale, 1), None if before is None else round(HIGH - before * scale, 1),
            f"{day}: {now}",
        )
        for number, (day, now, before) in enumerate(rows)
    )  # fmt: skip
    every = max(math.ceil(len(rows) / 6), 1)
    ticks = tuple((found[n].x, rows[n][0][5:]) for n in range(0, len(rows), every))
    return Columns(found, ticks, ((0, str(most)), (HIGH, "0")))


def curve(drops: Sequence[Drop], *, last: int) -> Curve:
    """How many are still without a response, by day."""
    end = max(last, *(one.day for one in drops), 1) if drops else max(last, 1)
    path, level = ["M0 0"], 0.0
    for one in drops:
        x, y = one.day / end * WIDE, (1 - one.left) * HIGH
        path.append(f"H{x:.1f}V{y:.1f}")
        level = y
    path.append(f"H{WIDE}")
    days = sorted({0, end // 4, end // 2, 3 * end // 4, end})
    ticks = tuple((round(day / end * WIDE, 1), f"{day}") for day in days)
    assert level <= HIGH
    return Curve("".join(path), ticks, ((0, "100 %"), (HIGH / 2, "50 %"), (HIGH, "0 %")))


def _interval(name: str, found: Share, number: int) -> Mark:
    few = found.share is None or found.low is None or found.high is None
    told = f"{found.count} of {found.n}" + ("" if few else f", {percent(found.share)}")
    return Mark(
        _short(name),
        number * LINE,
        _across(found.share or 0.0),
        0,
        None if few else _across(found.low or 0.0),
        None if few else _across(found.high or 0.0),
        told,
    )


def _across(part: float) -> float:
    return round(NAMES + part * (WIDE - NAMES - NUMBERS), 1)


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
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
