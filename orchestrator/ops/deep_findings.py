"""What a deep check says about one thing that cannot be, and how it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

EXAMPLES = 5


@dataclass(frozen=True)
class Check:
    """`find` yields what is wrong, by id, a few rows in memory at a time. `repair` goes through a
    verb that exists and returns how many it mended; `how` says what it does or, without one, what
    a person can do.
    """

    name: str
    sentence: str
    find: Callable[[], Iterator[str]]
    how: str
    repair: Callable[[], int] | None = None


@dataclass(frozen=True)
class Finding:
    """`mended` is None when nothing was tried."""

    name: str
    sentence: str
    count: int
    examples: tuple[str, ...]
    how: str
    repairable: bool
    mended: int | None = None


def looked(check: Check, *, repair: bool) -> Finding | None:
    """None when nothing is wrong."""
    count = 0
    examples: list[str] = []
    for one in check.find():
        count += 1
        if len(examples) < EXAMPLES:
            examples.append(one)
    if not count:
        return None
    mended = check.repair() if repair and check.repair else None
    return Finding(
        check.name, check.sentence, count, tuple(examples), check.how, check.repair is not None,
        mended,
    )  # fmt: skip
