"""What the router is told and what it answers. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Decision = Literal["auto_linked", "pending_user", "ignored", "unseen"]
Kind = Literal["interview", "offer", "rejection", "update", "other"]
TARGETS = (
    "no_change", "applied", "recruiter_screen", "assessment", "hiring_manager_screen",
    "technical_interview", "onsite", "offer", "rejected", "withdrawn", "closed",
)  # fmt: skip
# Raised with every change that can route a mail in another way.
VERSION = 1


@dataclass(frozen=True)
class Candidate:
    """A job a mail may be about. `domains`: registrable ones of the employer's own addresses.
    `references`: ids under which boards and employers know the job.
    """

    job_id: UUID
    employer: str
    title: str
    stage: str = "applied"
    state: Literal["open", "closed", "ready"] = "open"
    applied_at: datetime | None = None
    domains: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """What is stored about one mail: `threads`, jobs of mails it answers or shares a thread with;
    `senders`, jobs the owner tied its sender to; `own`, the owner's addresses in lower case.
    """

    threads: frozenset[UUID] = frozenset()
    senders: frozenset[UUID] = frozenset()
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Signal:
    """One reason to think of a job, worth 0 to 100. `said` is the word or address that gave it."""

    kind: str
    value: int
    job_id: UUID | None
    said: str


@dataclass(frozen=True)
class Routing:
    """`confidence`, `link` and `cls` 0 to 100. Of "unseen" mail nothing is kept."""

    decision: Decision
    job_id: UUID | None = None
    offered: tuple[UUID, ...] = ()
    confidence: int = 0
    link: int = 0
    cls: int = 0
    target: str = "no_change"
    kind: Kind = "other"
    method: Literal["rules", "model"] = "rules"
    relevance: str = "irrelevant"
    relevance_score: int | None = None
    rule_id: str = ""
    sentence: str = ""
    reason: str = ""
    signals: tuple[Signal, ...] = ()
    language: str = ""
