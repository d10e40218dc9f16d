"""The rows of a bulk action: what is to be done, what is being done, how it ended.

Every change is a swap on the row's state, so two workers never do the same item.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, F, Q
from django.utils import timezone

from jobops.lib.errors import Refused
from jobops.web import problems
from orchestrator.models import ActionItem, Operation

# How many may have work of their own under way.
PLACES = 4
BATCH = 50
MISSING = problems.Answer(404, "There is no such job.")
CANCELLED = problems.answer(Refused("cancelled"))
STATES = ("pending", "running", "succeeded", "failed", "cancelled")


@dataclass(frozen=True)
class Counts:
    """`failed`: tried in vain, or no such job. `cancelled`: stopped before it was done."""

    pending: int
    running: int
    succeeded: int
    failed: int
    cancelled: int

    @property
    def open(self) -> int:
        return self.pending + self.running

    @property
    def requested(self) -> int:
        return self.open + self.succeeded + self.failed + self.cancelled

    def stored(self) -> dict[str, int]:
        return {**asdict(self), "requested": self.requested}


def counts(operation: Operation) -> Counts:
    sums = {state: Count("pk", filter=Q(state=state)) for state in STATES}
    return Counts(**operation.items.aggregate(**sums))


def enter(
    operation: Operation, jobs: Mapping[str, UUID | None], *, events: Mapping[UUID, UUID]
) -> None:
    """One row per reference, in order. What names no job has ended before it began."""
    ActionItem.objects.bulk_create(
        ActionItem(
            operation=operation,
            position=position,
            reference=reference,
            job_id=job_id,
            event_id=events.get(job_id) if job_id else None,
            state="pending" if job_id else "failed",
            finished=0 if job_id else 1,
            error=None if job_id else MISSING.error(),
        )
        for position, (reference, job_id) in enumerate(jobs.items())
    )


def waiting(operation: Operation, *, limit: int) -> list[ActionItem]:
    """The next to be done, each with its job."""
    rows = operation.items.filter(state="pending").select_related("job", "job__owner")
    return list(rows.order_by("position")[:limit])


def take(item: ActionItem) -> bool:
    """Claim a place for one item in the caller's transaction; False when the item is taken, or no
    place is free.
    """
    # Whoever else wants a place of this action waits here, where the database can lock a row.
    Operation.objects.select_for_update().filter(pk=item.operation_id).values("pk").first()
    running = ActionItem.objects.filter(operation_id=item.operation_id, state="running")
    if running.count() >= PLACES:
        return False
    mine = ActionItem.objects.filter(pk=item.pk, state="pending")
    if not mine.update(state="running", attempts=F("attempts") + 1):
        return False
    item.state = "running"
    return True


def hand_on(item: ActionItem, *, work: Operation) -> None:
    """The item's work goes on as an operation of its own."""
    ActionItem.objects.filter(pk=item.pk).update(work_id=work.pk)


def end(
    item: ActionItem,
    state: str,
    *,
    of: Operation,
    error: Mapping[str, Any] | None = None,
    event: UUID | None = None,
) -> bool:
    """Close an item that has not ended; false when it has, and stays as it is."""
    changes: dict[str, Any] = {"event_id": event} if event else {}
    if item.state == "pending":
        changes["attempts"] = F("attempts") + 1
    still_open = ActionItem.objects.filter(pk=item.pk, state__in=("pending", "running"))
    return still_open.update(
        state=state, error=error and _plain(error), finished=_moment(of), **changes
    ) > 0  # fmt: skip


def settle(operation: Operation) -> None:
    """Close the items whose own operation has ended, or is gone together with its job."""
    running = list(operation.items.filter(state="running", work_id__isnull=False))
    works = Operation.objects.in_bulk([item.work_id for item in running if item.work_id])
    for item in running:
        work = works.get(item.work_id) if item.work_id else None
        if work is None:
            end(item, "failed", of=operation, error=MISSING.error())
        elif work.status == "cancelled":
            end(item, "cancelled", of=operation, error=CANCELLED.error())
        elif work.status in ("succeeded", "failed"):
            end(item, work.status, of=operation, error=work.error)


def withdraw(operation: Operation) -> int:
    """Nothing more begins; how many items were waiting."""
    return operation.items.filter(state="pending").update(
        state="cancelled", error=CANCELLED.error(), finished=_moment(operation)
    )


def stands_still(operation: Operation) -> bool:
    """Whether there is something to do that no work under way will bring about by its end."""
    running = operation.items.filter(state="running")
    works, taken = running.values("work_id"), running.count()
    alive = Operation.objects.filter(pk__in=works).open().count()
    waits = operation.items.filter(state="pending").exists()
    return alive < taken or (waits and taken < PLACES) or not (taken or waits)


def _moment(operation: Operation) -> int:
    """Milliseconds since it was asked for: the order in which items end needs no counter."""
    passed = timezone.now() - operation.created_at
    return max(1, int(passed.total_seconds() * 1000))


def _plain(error: Mapping[str, Any]) -> dict[str, Any]:
    """As the single command's answer writes it: moments and ids become texts."""
    found: dict[str, Any] = json.loads(json.dumps(error, cls=DjangoJSONEncoder))
    return found
