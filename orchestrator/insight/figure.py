"""A figure as a page, a file and the API show it: the same numbers for all three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jobops.lib.words import number, say
from orchestrator.insight.statistics import Share

Cell = str | int | float | None


@dataclass(frozen=True)
class Figure:
    """`n` applications are in it; `left_out`: how many are not, and why. `said` is the figure in a
    sentence. Of `rows` each has a cell for each of `columns`.
    """

    key: str
    title: str
    definition: str
    n: int
    said: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: tuple[tuple[int, str], ...] = ()
    # What its plot is drawn from.
    plotted: Any = field(default=None, compare=False)


SHARES = ("count", "n", "share", "low", "high")


def cells(found: Share) -> tuple[Cell, ...]:
    """In the order of SHARES; shares with four digits."""
    return found.count, found.n, *(_short(one) for one in (found.share, found.low, found.high))


def percent(part: float | None) -> str:
    return "–" if part is None else f"{100 * part:.0f} %"


def told(found: Share) -> str:
    """ "12 of 40 (30 %, 18–45 %)"; for few only the counts."""
    if found.share is None:
        return say("{count} of {n}, too few for a share", count=found.count, n=found.n)
    assert found.low is not None
    assert found.high is not None
    between = f"{100 * found.low:.0f}–{100 * found.high:.0f} %"
    return say(
        "{count} of {n} ({percent}, {between})",
        count=number(found.count),
        n=number(found.n),
        percent=percent(found.share),
        between=between,
    )


def left(count: int, why: str) -> tuple[tuple[int, str], ...]:
    return ((count, why),) if count else ()


def ordered(rows: Sequence[tuple[str, Share]]) -> list[tuple[str, Share]]:
    """The surest first: by the lower bound, those that are too few last, by size."""
    return sorted(rows, key=lambda one: (one[1].low is None, -(one[1].low or 0), -one[1].n, one[0]))


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
