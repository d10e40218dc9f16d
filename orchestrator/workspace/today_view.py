"""What the start page receives: sections of lines, each line with one thing to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestrator.workspace.emptiness import Empty

SHOWN = 5


@dataclass(frozen=True)
class Act:
    """A button that works in place: it posts to /today/<name>/<id>."""

    name: str
    id: str
    label: str
    icon: str

    @property
    def url(self) -> str:
        return f"/today/{self.name}/{self.id}"


@dataclass(frozen=True)
class Way:
    """A link where pressing a button here would be too soon; `away` leaves this installation."""

    url: str
    label: str
    icon: str
    away: bool = False


@dataclass(frozen=True)
class Line:
    """`warn` stands before `detail` and is pressing. `act` or `way` is the one thing to do, `more`
    what may be done instead.
    """

    key: str
    text: str
    url: str
    detail: str = ""
    warn: str = ""
    act: Act | None = None
    way: Way | None = None
    more: Act | Way | None = None


@dataclass(frozen=True)
class Section:
    """`count` is of everything in it, as text, because a long list is not counted to its end."""

    key: str
    label: str
    icon: str
    count: str
    lines: tuple[Line, ...]
    url: str

    @property
    def all(self) -> str:
        """Empty where all of it is on the page."""
        return self.count if self.count != str(len(self.lines)) else ""


@dataclass(frozen=True)
class Today:
    """`quiet` says what is next when nothing waits; `empty` stands in its place where nothing was
    ever here. `focus`: the line that takes the keyboard after an action.
    """

    day: datetime
    sections: tuple[Section, ...]
    quiet: str
    empty: Empty | None
    is_sample: bool
    unread: int
    until: str
    focus: str = ""
    refused: str = ""


def section(
    key: str, label: str, icon: str, lines: list[Line], *, url: str, count: int | None = None,
    most: int = 0,
) -> Section | None:  # fmt: skip
    """None without lines. `count` where it is known; `most`: what was counted is at least that."""
    if not lines:
        return None
    total = max(count or 0, len(lines))
    said = f"{most}+" if most and total >= most else str(total)
    return Section(key, label, icon, said, tuple(lines[:SHOWN]), url)


def focused(sections: tuple[Section, ...], spot: str) -> str:
    """The line that stands where `spot` ("ready:2") was acted on, or near it; "top" without one."""
    key, _, at = spot.partition(":")
    found = next((one for one in sections if one.key == key), None)
    if not spot or found is None or not (at.isascii() and at.isdigit() and len(at) < 4):
        return "top" if spot else ""
    return found.lines[min(int(at), len(found.lines) - 1)].key
