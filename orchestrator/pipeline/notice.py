"""One thing that happened while nobody looked. A value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Named:
    """One job of a notice; `id` is None when it has been deleted. `mail`: the one linked to it."""

    id: UUID | None
    text: str
    mail: UUID | None = None


@dataclass(frozen=True)
class Notice:
    """One result or several of a kind. `subject`: what `subject_id` names, a job, say. `good` None
    is neutral.
    """

    kind: str
    subject: str
    subject_id: UUID | None
    text: str
    detail: str
    at: datetime
    is_unread: bool
    good: bool | None
    count: int = 1
    jobs: tuple[Named, ...] = ()
    seqs: tuple[int, ...] = ()
