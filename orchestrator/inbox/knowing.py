"""Which mails of a batch were met before: three queries, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from orchestrator.inbox import storing
from orchestrator.models import InboundMessage, SeenMail, SyncRun


@dataclass
class Met:
    """`rows`: kept mails by key, which only get this run. `gone`: keys of which nothing is kept.
    `counted`: what this run stored before it was interrupted.
    """

    rows: dict[str, UUID] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        return key in self.rows or key in self.gone or key in self.counted


def met(run: SyncRun, keys: Collection[str], *, now_readable: bool) -> Met:
    """`now_readable`: the text is at hand, so a mail that failed elsewhere is tried at once."""
    found = Met()
    mine = InboundMessage.objects.filter(owner=run.owner_id, key__in=keys)
    here = set(mine.filter(runs=run).values_list("pk", flat=True))
    for row in mine.only("key", "error_code", "status", "decided_at"):
        if row.pk in here:
            found.counted.add(row.key)
        elif not (now_readable and storing.is_faulty(row)):
            found.rows[row.key] = row.pk
    seen = SeenMail.objects.filter(owner=run.owner_id, key__in=keys)
    found.gone = set(seen.values_list("key", flat=True)) - found.counted
    return found
