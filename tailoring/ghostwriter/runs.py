"""One attempt to write one reply, from being asked for to its end.

A row decides who may write: each write of a worker carries its token, and each end is one swap. So
a task that comes twice, a worker that came back from the dead and a cancel all lose or win cleanly.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Refused
from orchestrator import bells, leases
from orchestrator.models import Heartbeat, User
from orchestrator.queue import enqueue
from tailoring.ghostwriter import adding, budget
from tailoring.ghostwriter.failures import INTERRUPTED, UNAVAILABLE, Failure
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tailoring.models.chat import ACTIVE

LEASE = timedelta(seconds=30)
RENEW_EVERY = 10.0
# How long a reply waits to be picked up, with a worker alive and without one.
PICK_UP, DESERTED = timedelta(seconds=300), timedelta(seconds=60)
AT_ONCE = 4
BELL = "chat"


def begin(
    thread: ChatThread,
    reply: ChatMessage,
    *,
    options: Mapping[str, Any],
    at: datetime | None = None,
) -> ChatRun:
    """A queued run that will write `reply`; `options` are those of ChatRun.

    Inside the caller's transaction, which a refusal undoes. Raises Refused: worker_unavailable,
    run_active (runId), too_many_replies, budget_exhausted.
    """
    moment, owner = at or timezone.now(), thread.job.owner
    # Two tabs that ask at once take turns, so that the limit below holds.
    User.objects.select_for_update(no_key=True).filter(pk=owner.pk).first()
    reap(at=moment, group=None, thread=thread)
    if not Heartbeat.objects.alive(at=moment).exists():
        raise Refused("worker_unavailable")
    _require_free(thread)
    if _open().filter(owner=owner).count() >= AT_ONCE:
        raise Refused("too_many_replies", retryAfter=10)
    budget.require(owner, options=options, at=moment)
    run = _created(thread, reply, owner=owner, options=options, at=moment)
    with logs.bind(jobId=str(thread.job_id)):
        enqueue("write_reply", run.pk)
    bells.tell(owner.pk)
    return run


def active(thread: ChatThread) -> ChatRun | None:
    """The run that writes in this thread now; a dead one is ended first."""
    found = _open().filter(thread=thread).select_related("message")
    run = found.first()
    now = timezone.now()
    if run is not None and _is_suspect(run, at=now) and reap(at=now, group=None, thread=thread):
        run = found.first()
    return run


def claim(run_id: str | UUID) -> ChatRun | None:
    """The run, from now on ours to write; None when it is taken, over or gone."""
    now = timezone.now()
    taken = ChatRun.objects.filter(pk=run_id, status="queued").update(
        status="running",
        lease_token=uuid4(),
        lease_worker=leases.worker_name(),
        lease_expires_at=now + LEASE,
        started_at=now,
    )
    if not taken:
        return None
    rows = ChatRun.objects.select_related("thread__job__owner", "message__parent")
    return rows.filter(pk=run_id, status="running").first()


def renew(run: ChatRun) -> bool:
    """Stay alive for another lease; False when the run is no longer ours."""
    return _mine(run).update(lease_expires_at=timezone.now() + LEASE) > 0


def is_mine(run: ChatRun) -> bool:
    return _mine(run).exists()


def append(run: ChatRun, text: str) -> bool:
    """Add to the reply; False when the run is over or somebody else's: stop and discard."""
    now = timezone.now()
    if not adding.add(run, text, at=now):
        return False
    if run.first_token_at is None:
        run.first_token_at = now
        _mine(run).update(first_token_at=now)
    _ring(run)
    return True


def note(run: ChatRun, **fields: Any) -> bool:
    """Keep what is known of a run before it ends: model, provider_label, manifest."""
    return _mine(run).update(**fields) > 0


def complete(
    run: ChatRun, *, usage: Mapping[str, Any] | None = None, message: Mapping[str, Any]
) -> bool:
    """End it well; `message` are the final columns of the reply. False when it was over."""
    changes = {"status": "completed", "usage": dict(usage or {})}
    return _end(_mine(run), run, changes, {"status": "complete", **message})


def fail(run: ChatRun, failure: Failure, *, usage: Mapping[str, Any] | None = None) -> bool:
    """End it badly and keep its text. False when it was over."""
    return _fail(_mine(run), run, failure, usage=dict(usage or {}))


def cancel(run: ChatRun) -> bool:
    """End it because its owner wants so; text so far is kept. False when it was over."""
    return _end(
        _open().filter(pk=run.pk),
        run,
        {"status": "cancelled", "error_code": "cancelled"},
        {"status": "cancelled"},
    )


def reap(*, at: datetime, group: str | None, thread: ChatThread | None = None) -> int:
    """End the runs nobody works on any more, of one thread or all; how many.

    `group` as in leases.is_dead.
    """
    rows = _open().filter(thread=thread) if thread else _open()
    found = list(rows.filter(status="running"))
    count = sum(_interrupt(run) for run in found if _is_dead(run, at=at, group=group))
    forsaken = list(rows.filter(status="queued", created_at__lte=at - DESERTED))
    if forsaken:
        patience = PICK_UP if Heartbeat.objects.alive(at=at).exists() else DESERTED
        late = [run for run in forsaken if run.created_at <= at - patience]
        count += sum(_fail(_as_found(run), run, UNAVAILABLE) for run in late)
    return count


def lost(*, before: datetime) -> QuerySet[ChatRun]:
    """Runs that wait since then; whoever knows the queue knows whether their task is there."""
    rows = ChatRun.objects.filter(status="queued", created_at__lte=before)
    return rows.select_related("thread")


def offer_again(run: ChatRun) -> int:
    """Queue the task of a waiting run once more."""
    with logs.bind(requestId=run.request_id or None, jobId=str(run.thread.job_id)):
        enqueue("write_reply", run.pk)
    return 1


def release(*, worker: str) -> int:
    """End at once what the threads of one worker process leave behind; how many."""
    return sum(map(_interrupt, _open().filter(status="running", lease_worker=worker)))


def _require_free(thread: ChatThread) -> None:
    rival = _open().filter(thread=thread).values_list("pk", flat=True).first()
    if rival is not None:
        raise Refused("run_active", runId=str(rival))


def _created(
    thread: ChatThread,
    reply: ChatMessage,
    *,
    owner: User,
    options: Mapping[str, Any],
    at: datetime,
) -> ChatRun:
    run = ChatRun(
        thread=thread,
        owner=owner,
        message=reply,
        options=dict(options),
        request_id=logs.current().get("requestId", ""),
        created_at=at,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        _require_free(thread)
        raise
    return run


def _open() -> QuerySet[ChatRun]:
    return ChatRun.objects.filter(status__in=ACTIVE)


def _mine(run: ChatRun) -> QuerySet[ChatRun]:
    return ChatRun.objects.filter(pk=run.pk, status="running", lease_token=run.lease_token)


def _as_found(run: ChatRun) -> QuerySet[ChatRun]:
    """The row if nothing moved since it was read: not claimed, not renewed."""
    rows = ChatRun.objects.filter(pk=run.pk, status=run.status)
    return rows.filter(lease_expires_at=run.lease_expires_at) if run.lease_expires_at else rows


def _is_dead(run: ChatRun, *, at: datetime, group: str | None) -> bool:
    if run.lease_expires_at is None or run.lease_expires_at <= at:
        return True
    return run.lease_worker is not None and leases.is_gone(run.lease_worker, group=group)


def _is_suspect(run: ChatRun, *, at: datetime) -> bool:
    """Worth a closer look, which costs queries."""
    if run.status == "queued":
        return run.created_at <= at - DESERTED
    return _is_dead(run, at=at, group=None)


def _interrupt(run: ChatRun) -> bool:
    return _fail(_as_found(run), run, INTERRUPTED)


def _fail(
    rows: QuerySet[ChatRun],
    run: ChatRun,
    failure: Failure,
    *,
    usage: Mapping[str, Any] | None = None,
) -> bool:
    changes: dict[str, Any] = {
        "status": "failed",
        "error_code": failure.code,
        "error_message": failure.message[:300],
        "error_details": dict(failure.details),
    }
    if usage:
        changes["usage"] = dict(usage)
    return _end(rows, run, changes, {"status": "failed", "error_code": failure.code})


def _end(
    rows: QuerySet[ChatRun],
    run: ChatRun,
    changes: Mapping[str, Any],
    message: Mapping[str, Any],
) -> bool:
    """The one swap into an end: run first, then its reply, as everybody does it."""
    now = timezone.now()
    with transaction.atomic():
        if not rows.update(finished_at=now, **changes):
            return False
        ChatMessage.objects.filter(pk=run.message_id).update(updated_at=now, **message)
        ChatThread.objects.filter(pk=run.thread_id).update(updated_at=now)
        _ring(run)
        bells.tell(run.owner_id)
    return True


def _ring(run: ChatRun) -> None:
    name = run.pk.bytes
    transaction.on_commit(lambda: bells.ring(BELL, name), robust=True)
