"""The dates a calendar is told of, as values: what each shows, and what private mode leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
BEFORE, AHEAD = timedelta(days=30), timedelta(days=365)
# Kind → what private mode calls it.
PRIVATE: Mapping[str, str] = {
    "interview": "Interview", "todo": "To-do", "follow-up": "Follow-up", "deadline": "Deadline",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A date is a whole day, and then `ends` is the day after. `path` leads to its page here;
    `busy`: it takes the owner's time.
    """

    kind: str
    id: str
    starts: datetime | date
    ends: datetime | date
    title: str
    details: tuple[str, ...] = ()
    location: str = ""
    link: str = ""
    path: str = ""
    is_cancelled: bool = False
    busy: bool = False

    @property
    def uid(self) -> str:
        return f"{self.kind}-{self.id}@jobops"

    @property
    def content(self) -> str:
        """The same for the same date, whoever asks and when."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def day(self) -> date:
        return self.starts.date() if isinstance(self.starts, datetime) else self.starts

    def hidden(self) -> Entry:
        """Without employer, title, and what they could be told from."""
        return replace(self, title=PRIVATE[self.kind], details=(), location="", link="")


def within(entries: Iterable[Entry], *, today: date) -> list[Entry]:
    """What lies in the window, the earliest first, each once."""
    found = {one.uid: one for one in entries if today - BEFORE <= one.day <= today + AHEAD}
    return sorted(found.values(), key=lambda one: (one.day, one.uid))
