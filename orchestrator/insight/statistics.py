"""Shares and times from few and unfinished observations. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Two-sided 95 %.
Z = 1.959963984540054
# Fewer say nothing about a share.
FEW = 5


@dataclass(frozen=True)
class Share:
    """`share`, `low` and `high` from 0 to 1; None where `n` is too small to say."""

    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Drop:
    """At `day`, `events` of those still `at_risk` came; after it `left` of all are without."""

    day: int
    at_risk: int
    events: int
    left: float


def share(count: int, n: int) -> Share:
    """With the Wilson score interval (Wilson 1927), which stays within 0 and 1 and is honest for
    small n.
    """
    if n < FEW:
        return Share(count, n, None, None, None)
    part, square = count / n, Z * Z
    middle = (part + square / (2 * n)) / (1 + square / n)
    reach = Z / (1 + square / n) * math.sqrt(part * (1 - part) / n + square / (4 * n * n))
    # Rounding must not put 0 of n above its own interval.
    low, high = min(middle - reach, part), max(middle + reach, part)
    return Share(count, n, part, max(low, 0.0), min(high, 1.0))


def survival(times: Iterable[tuple[int, bool]]) -> tuple[Drop, ...]:
    """The product-limit estimate (Kaplan and Meier 1958). `times`: days, and whether it came then;
    if not, it was only seen to be missing until then.
    """
    every = list(times)
    came = Counter(day for day, seen in every if seen)
    gone = Counter(day for day, _ in every)
    at_risk, left, found = len(every), 1.0, []
    for day in sorted(gone):
        if events := came[day]:
            left *= 1 - events / at_risk
            found.append(Drop(day, at_risk, events, left))
        at_risk -= gone[day]
    return tuple(found)


def within(drops: Sequence[Drop], part: float) -> int | None:
    """The day by which `part` of all came; None when so many did not come yet."""
    return next((one.day for one in drops if one.left <= 1 - part + 1e-12), None)
