"""Everything a draft is made from: posting, person, record. The rest computes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.holdings import Holdings
from tailoring.claims.base import FactBase
from tailoring.ghostwriter.drafts.asked import Ask


@dataclass(frozen=True, eq=False)
class Person:
    """`held` is None without a base. `language` is that of the résumé's lines. `available` are
    sentences that say when somebody could start.
    """

    name: str = ""
    language: str = ""
    held: Holdings | None = None
    known: FactBase | None = None
    available: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """`met` is the latest conversation up to today, `latest` the latest step of any kind."""

    applied: date | None = None
    met: date | None = None
    latest: date | None = None
    closed: bool = False


@dataclass(frozen=True, eq=False)
class Ground:
    """`title` and `employer` as a draft writes them; `employer` may be empty."""

    title: str
    employer: str
    facts: JobFacts
    asks: tuple[Ask, ...]
    person: Person
    record: Record
    today: date
