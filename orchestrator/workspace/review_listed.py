"""Which earlier states of a job's texts there are, and who made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jobops.lib.words import later
from tailoring.models import Tailoring

WHO: Mapping[str, str] = {
    "user": "you", "admin": "you", "worker": "JobOps", "api": later("a program"),
}  # fmt: skip
SHOWN = 20


@dataclass(frozen=True)
class Version:
    id: str
    number: int
    what: str
    who: str
    at: datetime
    changes: int
    is_newest: bool


def listed(found: Sequence[Tailoring]) -> tuple[Version, ...]:
    """Newest first."""
    return tuple(
        Version(
            str(one.pk), one.number, one.what, WHO.get(one.actor, one.actor), one.created_at,
            len(one.edits), is_newest=at == 0,
        )
        for at, one in enumerate(found[:SHOWN])
    )  # fmt: skip
