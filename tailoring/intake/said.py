"""A value that was read, with the lines it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Said:
    """`lines` count from 1. `sure` is false for what a person should look at. `by`: "rule",
    "model" or "you".
    """

    value: str
    lines: tuple[int, ...] = ()
    sure: bool = True
    by: str = "rule"

    def __bool__(self) -> bool:
        return bool(self.value)

    def unsure(self) -> Said:
        return replace(self, sure=False) if self.value else self

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "lines": list(self.lines), "sure": self.sure, "by": self.by}


NOTHING = Said("")


def from_json(found: Mapping[str, Any]) -> Said:
    return Said(found["value"], tuple(found["lines"]), found["sure"], found["by"])


def joined(parts: Iterable[Said], *, glue: str) -> Said:
    kept = [part for part in parts if part]
    numbers = dict.fromkeys(number for part in kept for number in part.lines)
    return Said(glue.join(part.value for part in kept), tuple(numbers), all(p.sure for p in kept))
