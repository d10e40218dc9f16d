"""Which mails of a batch were met before: two queries, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from orchestrator.inbox import storing
from orchestrator.models import InboundMessage, SeenMail, SyncRun


@dataclass
class Met:
    """`rows`: kept mails by key, which only get this run. `gone`: keys of which nothing is kept.
    `counted`: what this run dealt with already.
    """

    rows: dict[str, UUID] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        return key in self.rows or key in self.gone or key in self.counted


def met(run: SyncRun, keys: Collection[str], *, done: Collection[str], now_readable: bool) -> Met:
    """`done` were stored before the run was interrupted. `now_readable`: the text is at hand, so a
    mail that failed elsewhere is tried at once.
    """
    found = Met(counted=set(done))
    asked = set(keys) - found.counted
    mine = InboundMessage.objects.filter(owner=run.owner_id, key__in=asked)
    for row in mine.only("key", "error_code", "status", "decided_at"):
        if not (now_readable and storing.is_faulty(row)):
            found.rows[row.key] = row.pk
    seen = SeenMail.objects.filter(owner=run.owner_id, key__in=asked)
    found.gone = set(seen.values_list("key", flat=True))
    return found
