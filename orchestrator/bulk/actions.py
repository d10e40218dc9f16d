"""One action on many jobs, as a row that outlives the tab, the request and the worker.

No task waits for another: `advance` does what can be done now and returns. It is called by the task
that was queued at the start, after every piece of work that belongs to an action, and by the
reaper. Twice, late or at the same time is safe: each item is claimed by a swap.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem
from jobops.web import problems
from orchestrator import lifecycle
from orchestrator.bulk import items, verbs
from orchestrator.jobs import snoozing, tags
from orchestrator.lifecycle import NotUndoable
from orchestrator.models import ActionItem, Job, JobEvent, Operation, User
from orchestrator.pipeline import cancelling, slots
from orchestrator.queue import enqueue

logger = logging.getLogger(__name__)

KIND = "actions"
MOST = 500
SLICE_SECONDS = 10.0
STOPPING = "stopping"
# What puts jobs aside, or brings them back.
ASIDE = ("snooze", "wake")
TAGS = ("tag", "untag")
NOTHING_LEFT = "Nothing of this can be undone any more: it is too old, or the jobs moved on."
INTERNAL = problems.Answer(500, "Something went wrong with this job. It is as it was.")


def request(
    owner: User,
    action: str,
    references: Sequence[str],
    *,
    actor: str,
    options: Mapping[str, Any] | None = None,
    events: Mapping[UUID, UUID] | None = None,
) -> Operation:
    """Store the action with one item per distinct reference, and queue it. Raises Refused.

    A reference that is no id of the owner's jobs becomes an item that failed. `options` are fields
    of `verbs.Order`; `events` name, by job, the one move that "undo" may take back.
    """
    slots.require_worker()
    jobs = _found(owner, references)
    with transaction.atomic():
        operation = Operation.objects.create(
            owner=owner,
            kind=KIND,
            options={**(options or {}), "action": action, "actor": actor},
            request_id=logs.current().get("requestId", ""),
        )
        items.enter(operation, jobs, events=events or {})
        _push(operation)
    return operation


def undo(operation: Operation, *, actor: str) -> Operation:
    """Take back what still can be, of an action. Raises NotUndoable when nothing can, Refused."""
    events = {item.job_id: item.event_id for item in undoable(operation)}
    found = {job: event for job, event in events.items() if job and event}
    if not found:
        raise NotUndoable("not_undoable", NOTHING_LEFT)
    action = operation.options["action"]
    options = {"aside": action in ASIDE, "tagged": action in TAGS}
    return request(
        operation.owner, "undo", [str(job) for job in found], actor=actor, options=options,
        events=found,
    )  # fmt: skip


def undoable(operation: Operation) -> list[ActionItem]:
    """The items whose move is still the last one of its job, and young enough; of tags those that
    nobody has hung on or taken off the job since.
    """
    action, since = operation.options.get("action"), timezone.now() - lifecycle.UNDO_WINDOW
    if action == "undo":
        return []
    done = operation.items.filter(state="succeeded", event_id__isnull=False, job__isnull=False)
    if action in TAGS:
        still = tags.standing(done.values("job"), since=since)
        return [item for item in done.order_by("position") if item.event_id in still]
    moves, young = JobEvent.objects.moves(), JobEvent.objects.undoable(since=since)
    if action in ASIDE:
        moves = moves | JobEvent.objects.filter(kind__in=snoozing.KINDS)
        young = JobEvent.objects.filter(kind__in=snoozing.KINDS, at__gte=since)
    later = moves.filter(job_id=OuterRef("job_id"), seq__gt=OuterRef("seq"))
    last = young.filter(pk__in=done.values("event_id")).exclude(Exists(later))
    return list(done.filter(event_id__in=last.values("pk")).order_by("position"))


def cancel(operation: Operation, *, actor: str) -> Operation:
    """Nothing more begins and what runs may end; finished work is returned as it is."""
    if operation.kind != KIND:
        return cancelling.cancel(operation, actor=actor)
    with transaction.atomic():
        if Operation.objects.filter(pk=operation.pk).open().update(step=STOPPING):
            items.withdraw(operation)
    claimed = operation.items.filter(state="running").values("work_id")
    for work in Operation.objects.filter(pk__in=claimed, status="queued").select_related("job"):
        cancelling.cancel(work, actor=actor)
    _settle(operation)
    operation.refresh_from_db()
    return operation


def advance(operation_id: UUID | str) -> None:
    """Do everything that can be done now."""
    operation = _open(operation_id)
    if operation is None:
        return
    ids = {"requestId": operation.request_id or None, "operationId": operation.pk}
    with logs.bind(**ids):
        Operation.objects.filter(pk=operation.pk, status="queued").update(
            status="running", started_at=timezone.now(), attempts=1
        )
        _work(operation)
        _settle(operation)


def item_done(operation_id: UUID | str) -> None:
    """Called after any work that an action may have asked for; for other work it does nothing."""
    item = ActionItem.objects.filter(work_id=operation_id).values_list("operation_id").first()
    if item:
        advance(item[0])


def wake(*, before: datetime, waiting: Callable[[], Collection[str]]) -> int:
    """Queue a push for every action that should be moving and is not.

    `waiting`: the subjects of all queued tasks, asked for only when there is a reason.
    """
    rows = Operation.objects.open().filter(kind=KIND, created_at__lte=before)
    still = [one for one in rows if items.stands_still(one)]
    queued = waiting() if still else ()
    lost = [one for one in still if str(one.pk) not in queued]
    for one in lost:
        _push(one)
    return len(lost)


def _found(owner: User, references: Sequence[str]) -> dict[str, UUID | None]:
    """Each distinct reference in its order, with the owner's job it names."""
    written = {one: parsed(one) for one in dict.fromkeys(references)}
    asked = [pk for pk in written.values() if pk]
    mine = set(Job.objects.filter(owner=owner, pk__in=asked).values_list("pk", flat=True))
    return {one: pk if pk in mine else None for one, pk in written.items()}


def parsed(text: str) -> UUID | None:
    """The id a text spells the way the wire spells ids."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _open(operation_id: UUID | str) -> Operation | None:
    rows = Operation.objects.open().filter(pk=operation_id, kind=KIND)
    return rows.select_related("owner").first()


def _work(operation: Operation) -> None:
    """Item by item, as long as there are places and time."""
    end = time.monotonic() + SLICE_SECONDS
    order = verbs.Order(
        **{key: value for key, value in operation.options.items() if key != "action"}
    )
    items.settle(operation)
    limit = items.PLACES if operation.options["action"] in verbs.CALLS else items.BATCH
    while batch := items.waiting(operation, limit=limit):
        for item in batch:
            if not _do(operation, item, order=order):
                return
            if time.monotonic() > end:
                _push(operation)
                return


def _do(operation: Operation, item: ActionItem, *, order: verbs.Order) -> bool:
    """One item in a transaction of its own; False when nothing more can begin for now."""
    action = operation.options["action"]
    try:
        with transaction.atomic():
            if action in verbs.CALLS and not items.take(item):
                return ActionItem.objects.filter(pk=item.pk).exclude(state="pending").exists()
            _begin(operation, item, order=order)
    except Problem as problem:
        if problem.kind == "worker_unavailable":
            return False
        items.end(item, "failed", of=operation, error=problems.answer(problem).error())
    except Exception as error:  # one job's failure, whatever it is, must not keep back the next
        logger.error("item broke", exc_info=error)
        items.end(item, "failed", of=operation, error=INTERNAL.error())
    return True


def _begin(operation: Operation, item: ActionItem, *, order: verbs.Order) -> None:
    if item.job is None:
        items.end(item, "failed", of=operation, error=items.MISSING.error())
        return
    with logs.bind(jobId=item.job_id):
        wanted = replace(order, event=item.event_id)
        done = verbs.VERBS[operation.options["action"]](item.job, wanted)
    if done.work:
        items.hand_on(item, work=done.work)
    elif not items.end(item, "succeeded", of=operation, event=done.event):
        transaction.set_rollback(True)  # somebody else has done it, or stopped it, meanwhile


def _settle(operation: Operation) -> None:
    """Close what has ended: items, and with the last of them the action."""
    items.settle(operation)
    found = items.counts(operation)
    if found.open:
        return
    rows = Operation.objects.filter(pk=operation.pk).open()
    stored = {"finished_at": timezone.now(), "result": found.stored(), "step": ""}
    if not rows.filter(step=STOPPING).update(status="cancelled", **stored):
        rows.update(status="succeeded", **stored)


def _push(operation: Operation) -> None:
    ids = {"requestId": operation.request_id or None, "operationId": operation.pk}
    with logs.bind(**ids):
        enqueue("advance_actions", operation.pk)
