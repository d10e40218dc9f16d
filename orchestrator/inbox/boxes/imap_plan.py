"""Which mails of a folder a run has to read: bounds, never lists, so that a run may stop anywhere
and another go on. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Stretch:
    """Numbers from `start` up to and without `end`, under one UIDVALIDITY. `since` is the day the
    window begins, an ISO date, empty when all of the numbers count.
    """

    folder: str
    validity: int
    start: int
    end: int
    since: str = ""

    @property
    def is_done(self) -> bool:
        return self.start >= self.end

    @property
    def ids(self) -> str:
        return f"{self.start}:{self.end - 1}"


def stretch(
    folder: str, known: Mapping[str, Any] | None, *, validity: int, end: int, since: date
) -> Stretch:
    """What is new in a folder; all of its window when it was never read, or was made anew."""
    if known and known.get("validity") == validity:
        return Stretch(folder, validity, start=int(known.get("next", 1)), end=end)
    return Stretch(folder, validity, start=1, end=end, since=since.isoformat())


def shares(found: Mapping[str, int], limit: int) -> dict[str, int]:
    """How many of each folder may be read, so that a full one leaves room for the others."""
    given: dict[str, int] = {}
    for left, (folder, count) in zip(
        range(len(found), 0, -1), sorted(found.items(), key=lambda one: one[1]), strict=True
    ):
        given[folder] = min(count, (limit - sum(given.values())) // left)
    return given


def cut(one: Stretch, ids: Sequence[int], *, most: int) -> tuple[Stretch, list[int]]:
    """The newest `most` of a window, for what is older is not asked for; of what came since, the
    oldest, for the rest is for the next run.
    """
    if len(ids) <= most:
        return one, list(ids)
    if not one.since:
        kept = list(ids[:most])
        return replace(one, end=kept[-1] + 1 if kept else one.start), kept
    kept = list(ids[len(ids) - most :])
    return replace(one, start=kept[0] if kept else one.end), kept


def cursor(stretches: Sequence[Stretch]) -> dict[str, Any]:
    """Where the next run begins, once all of them are read."""
    return {
        "folders": {one.folder: {"validity": one.validity, "next": one.end} for one in stretches}
    }


def position(stretches: Sequence[Stretch], *, expected: int) -> dict[str, Any]:
    return {"stretches": [asdict(one) for one in stretches], "expected": expected}


def resumed(found: Mapping[str, Any]) -> list[Stretch]:
    return [Stretch(**one) for one in found.get("stretches", ())]
