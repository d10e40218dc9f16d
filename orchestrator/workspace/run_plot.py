"""The scores of a run as a small plot: one bar for every ten points. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobops.lib.words import say

# Narrow enough that nothing of it is made smaller on a phone.
WIDE, HIGH, GAP = 28, 80, 3
# The least height of a bar that stands for something.
SEEN = 3


@dataclass(frozen=True)
class Bar:
    """One of ten, in the units of the drawing; `y` and `height` from its top."""

    label: str
    count: int
    x: int
    y: int
    height: int
    middle: int


@dataclass(frozen=True)
class Plot:
    """`line`: where the lowest score asked for stands; `said`: the same in words."""

    bars: tuple[Bar, ...]
    width: int
    line: int | None
    said: str
    total: int
    bar_width: int = WIDE - GAP

    @property
    def ticks(self) -> tuple[tuple[int, int], ...]:
        """Place and score of what is written under the bars."""
        return tuple((number * WIDE, number * 10) for number in range(0, 11, 2))


def plot(scores: Sequence[int], *, minimum: int | None) -> Plot | None:
    """`scores`: how many lie from 0, from 10 … from 90 to 100. None when there are none."""
    most = max(scores, default=0)
    if not most:
        return None
    bars = tuple(_bar(number, count, most=most) for number, count in enumerate(scores))
    line = None if minimum is None else round(minimum * WIDE / 10)
    return Plot(bars, WIDE * len(bars), line, _said(bars), sum(scores))


def _bar(number: int, count: int, *, most: int) -> Bar:
    height = max(round(HIGH * count / most), SEEN) if count else 0
    x = number * WIDE + GAP // 2
    return Bar(_range(number), count, x, HIGH - height, height, x + (WIDE - GAP) // 2)


def _range(number: int) -> str:
    return "90–100" if number == 9 else f"{number * 10}–{number * 10 + 9}"


def _said(bars: Sequence[Bar]) -> str:
    listed = ", ".join(
        say("{count} from {label}", count=bar.count, label=bar.label)
        for bar in reversed(bars)
        if bar.count
    )
    return say("Scores of {sum} jobs: {listed}", sum=sum(bar.count for bar in bars), listed=listed)
