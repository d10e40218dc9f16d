"""An application as somebody else's table tells it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestrator.sources.posting import Posting

FROM = "import"


@dataclass(frozen=True)
class Step:
    stage: str
    at: datetime
    outcome: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Person:
    name: str
    role: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Reminder:
    title: str
    due_at: datetime | None
    kind: str = "todo"


@dataclass(frozen=True)
class Date:
    at: datetime
    kind: str = "recruiter_screen"
    minutes: int = 60
    notes: str = ""


@dataclass(frozen=True)
class Tracked:
    """`steps` oldest first; empty for a job that was not applied to. `skipped`: it was put aside.
    `unsure`: words nobody could make sense of, kept in a note.
    """

    line: int
    posting: Posting
    steps: tuple[Step, ...] = ()
    skipped: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    dates: tuple[Date, ...] = ()
    unsure: str = ""
