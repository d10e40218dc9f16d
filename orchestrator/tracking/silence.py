"""How long no answer is still usual, by the owner's own experience. Pure.

Days are whole ones: of a silence those that are over, of a response those begun.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

# So many responses say something about the next one.
ENOUGH = 10
USUAL, AFTER_INTERVIEW = 10, 7
OVER = 45
MOST, NEARLY_ALL = 80, 95
# basis → whose responses were looked at, within a sentence.
WHOSE: Mapping[str, str] = {"source": "your replies from this source", "overall": "your replies"}

# Source → days until the first response, of every application that had one.
Times = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Pace:
    """`threshold` days of silence are usual, after `over` hope is. `within` is the larger share's
    own days, None without data. `n`: how many responses this was read from, or too few were.
    """

    threshold: int
    over: int
    within: int | None
    n: int
    basis: str


def pace(times: Times, *, source: str, met: bool) -> Pace:
    """Of the same source, else of all, else the usual. `met`: there has been an interview."""
    every = [days for found in times.values() for days in found]
    for basis, found in (("source", times.get(source, ())), ("overall", every)):
        if len(found) >= ENOUGH:
            within = percentile(found, NEARLY_ALL)
            return Pace(percentile(found, MOST), max(OVER, within), within, len(found), basis)
    return Pace(AFTER_INTERVIEW if met else USUAL, OVER, None, len(every), "default")


def percentile(days: Sequence[float], share: int) -> int:
    """The days within which `share` percent came, by nearest rank."""
    ranked = sorted(days)
    return math.ceil(ranked[max(math.ceil(share * len(ranked) / 100), 1) - 1])


def kind(silent: int, pace: Pace) -> str:
    """What so many silent days suggest: nothing, to write again, or to close."""
    if silent > pace.over:
        return "close"
    return "follow_up" if silent > pace.threshold else ""


def sentence(silent: int, pace: Pace) -> str:
    """Why something is suggested, with the number of responses behind it."""
    days = f"Silent {silent} day{'' if silent == 1 else 's'}"
    closing = kind(silent, pace) == "close"
    limit = pace.over if closing else pace.threshold
    if pace.within is None:
        return f"{days}, longer than {limit} (default: too little data, n = {pace.n})"
    if closing and pace.over > pace.within:
        days = f"{days}, longer than {limit}"
    share, within = (NEARLY_ALL, pace.within) if closing else (MOST, pace.threshold)
    return f"{days}; {share} % of {WHOSE[pace.basis]} came within {within} (n = {pace.n})"


def whole_days(passed: timedelta) -> int:
    return max(passed // timedelta(days=1), 0)
