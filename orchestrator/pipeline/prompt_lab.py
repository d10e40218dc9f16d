"""A changed prompt tried on a few jobs: the row of a trial, which no job knows of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Refused
from jobops.web import problems
from orchestrator import access, bells, gateway, leases, preferences
from orchestrator.gateway import NoModel
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import slots
from orchestrator.queue import enqueue
from tailoring import trial

KIND, TASK, KEY = "prompt_lab", "try_prompt", "tailoringPromptTemplate"
MOST = 3


def request(owner: User, *, template: str, jobs: Sequence[Job]) -> Operation:
    """The same again while it is under way is the same trial. Raises NoModel, Refused."""
    if gateway.for_owner(owner) is None:
        raise NoModel("no_address")
    if any(trial.base(job) is None for job in jobs):
        raise Refused("resume_missing")
    slots.require_worker()
    options = {
        "template": template,
        "jobs": [str(job.pk) for job in jobs],
        "saved": preferences.of(owner)[KEY],
    }
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        under_way = owner.operations.open().filter(kind=KIND)
        same = next((one for one in under_way if one.options == options), None)
        return same or _queued(owner, options)


def of(owner: User, pk: UUID) -> Operation:
    """A trial of this owner. Raises Http404."""
    operation = access.operation(owner, pk)
    if operation.kind != KIND:
        raise Http404
    return operation


def newest(owner: User) -> Operation | None:
    """The last one that was not thrown away."""
    rows = owner.operations.filter(kind=KIND).order_by("-created_at")
    return next((one for one in rows[:5] if one.options), None)


def throw_away(operation: Operation) -> None:
    """Nothing of it is kept but that it was."""
    end(operation, "cancelled")
    Operation.objects.filter(pk=operation.pk).update(options={}, result={})


def end(operation: Operation, status: str, *, error: dict[str, Any] | None = None) -> bool:
    """False when it had ended already."""
    rows = Operation.objects.filter(pk=operation.pk).open()
    done = rows.update(status=status, finished_at=timezone.now(), error=error, step="") > 0
    bells.tell(operation.owner_id)
    return done


def wake(
    *, at: datetime, group: str | None, grace: timedelta, waiting: Callable[[], Collection[str]]
) -> int:
    """Queue lost trials again, and close those whose worker is gone; how many.

    `waiting`: the subjects of all queued tasks, asked for only when there is a reason.
    """
    found = list(Operation.objects.open().filter(kind=KIND, created_at__lte=at - grace))
    queued = waiting() if found else ()
    return sum(_revive(one, at=at, group=group, queued=queued) for one in found)


def _revive(
    operation: Operation, *, at: datetime, group: str | None, queued: Collection[str]
) -> bool:
    if operation.status == "queued":
        if lost := str(operation.pk) not in queued:
            enqueue(TASK, operation.pk)
        return lost
    worker = str(operation.result.get("worker", ""))
    late = operation.started_at is None or at - operation.started_at > timedelta(
        seconds=settings.ATTEMPT_SECONDS
    )
    if not late and (not worker or not leases.is_gone(worker, group=group)):
        return False
    return end(operation, "failed", error=problems.answer(Refused("interrupted")).error())


def _queued(owner: User, options: dict[str, Any]) -> Operation:
    ids = logs.current()
    operation = Operation.objects.create(
        owner=owner, kind=KIND, options=options, request_id=ids.get("requestId", "")
    )
    bells.tell(owner.pk)
    with logs.bind(operationId=str(operation.pk)):
        enqueue(TASK, operation.pk)
    return operation
