"""Two jobs line by line: which lines differ, and which of their requirements are the same one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobops.lib.text import fold
from jobops.lib.words import later_each, say

# As they stand in a sentence.
SMALL = later_each({"met": "met", "partial": "partial", "missing": "missing", "unknown": "unknown"})
LABELS: Mapping[str, str] = later_each({
    "met": "Met", "partial": "Partial", "missing": "Missing", "unknown": "Unknown",
})  # fmt: skip


@dataclass(frozen=True)
class Side:
    """What one of the two has in a line; `mark` is a label such as met, where there is one, `more`
    what the text is founded on.
    """

    text: str
    mark: str = ""
    more: str = ""


@dataclass(frozen=True)
class Line:
    name: str
    one: Side
    other: Side

    @property
    def differs(self) -> bool:
        return (fold(self.one.text), self.one.mark) != (fold(self.other.text), self.other.mark)


@dataclass(frozen=True)
class Asked:
    """A requirement of a job. `terms` are what it is about, where the ledger knows."""

    text: str
    label: str
    terms: tuple[str, ...] = ()
    nice: bool = False

    @property
    def key(self) -> str:
        return " ".join(sorted(map(fold, self.terms))) or fold(" ".join(self.text.split()))


def facts(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[Line, ...]:
    """In the order of the first, then what only the second has; what neither has is left out."""
    names = dict.fromkeys([*one, *other])
    found = (Line(name, Side(one.get(name, "")), Side(other.get(name, ""))) for name in names)
    return tuple(line for line in found if line.one.text or line.other.text)


def requirements(one: Iterable[Asked], other: Iterable[Asked]) -> tuple[Line, ...]:
    """What both ask for in one line, then what one of them does."""
    first, second = ({need.key: need for need in found} for found in (one, other))
    both = [key for key in first if key in second]
    single = [key for key in first if key not in second]
    keys = [*both, *single, *(key for key in second if key not in first)]
    return tuple(_line(first.get(key), second.get(key)) for key in keys)


def _line(one: Asked | None, other: Asked | None) -> Line:
    named = one or other
    assert named is not None
    return Line(named.text, _side(one), _side(other))


def _side(need: Asked | None) -> Side:
    if need is None:
        return Side(say("Not asked for"), "absent")
    told = LABELS.get(need.label, need.label)
    return Side(say("{label}, nice to have", label=told) if need.nice else str(told), need.label)
