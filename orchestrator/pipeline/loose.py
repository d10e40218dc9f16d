"""Requested work that holds no job: its row, its end, and what a dead worker leaves of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Refused
from jobops.web import problems
from orchestrator import bells, leases
from orchestrator.models import Operation, User
from orchestrator.queue import enqueue

# Kind → task.
TASKS: Mapping[str, str] = {
    "prompt_lab": "try_prompt",
    "letter": "print_letter",
    "export": "export_everything",
    "take_in": "import_everything",
}


def request(owner: User, *, kind: str, options: dict[str, Any]) -> Operation:
    """The same again while it is under way is the same operation."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        under_way = owner.operations.open().filter(kind=kind)
        same = next((one for one in under_way if one.options == options), None)
        return same or _queued(owner, kind, options)


def claim(operation_id: str, *, kind: str, step: str, **result: Any) -> Operation | None:
    """Begin; None when somebody began it already, or nobody wants it any more."""
    waiting = Operation.objects.filter(pk=operation_id, kind=kind, status="queued")
    begun = {"worker": leases.worker_name(), **result}
    now = timezone.now()
    if not waiting.update(status="running", started_at=now, attempts=1, step=step, result=begun):
        return None
    return Operation.objects.select_related("owner").get(pk=operation_id)


def end(operation: Operation, status: str, *, error: dict[str, Any] | None = None) -> bool:
    """False when it had ended already."""
    rows = Operation.objects.filter(pk=operation.pk).open()
    done = rows.update(status=status, finished_at=timezone.now(), error=error, step="") > 0
    bells.tell(operation.owner_id)
    return done


def wake(
    *, at: datetime, group: str | None, grace: timedelta, waiting: Callable[[], Collection[str]]
) -> int:
    """Queue what was lost again, and close what has no worker any more; how many.

    `waiting`: the subjects of all queued tasks, asked for only when there is a reason.
    """
    found = list(Operation.objects.open().filter(kind__in=TASKS, created_at__lte=at - grace))
    queued = waiting() if found else ()
    return sum(_revive(one, at=at, group=group, queued=queued) for one in found)


def _revive(
    operation: Operation, *, at: datetime, group: str | None, queued: Collection[str]
) -> bool:
    if operation.status == "queued":
        if lost := str(operation.pk) not in queued:
            enqueue(TASKS[operation.kind], operation.pk)
        return lost
    worker = str(operation.result.get("worker", ""))
    late = operation.started_at is None or at - operation.started_at > timedelta(
        seconds=settings.ATTEMPT_SECONDS
    )
    if not late and (not worker or not leases.is_gone(worker, group=group)):
        return False
    return end(operation, "failed", error=problems.answer(Refused("interrupted")).error())


def _queued(owner: User, kind: str, options: dict[str, Any]) -> Operation:
    ids = logs.current()
    operation = Operation.objects.create(
        owner=owner, kind=kind, options=options, request_id=ids.get("requestId", "")
    )
    bells.tell(owner.pk)
    with logs.bind(operationId=str(operation.pk)):
        enqueue(TASKS[kind], operation.pk)
    return operation
