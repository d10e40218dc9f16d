"""What every piece of work on a job shares: preconditions, taking slots, staying alive, ending.

Nothing here knows what the work is. A worker that lost its token ends without a write to the job.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem, Refused
from jobops.web import lines, problems
from orchestrator import bells, leases, lifecycle
from orchestrator.models import Heartbeat, Job, Operation
from orchestrator.queue import enqueue
from tailoring import library

logger = logging.getLogger(__name__)

INTERNAL = problems.Answer(
    500, "Something went wrong in the worker. Texts and files are as they were."
)
BLANK = "The base résumé is empty. Fill it in or choose another one first."


@dataclass(frozen=True)
class Work:
    """One attempt that holds its slots under `token`."""

    operation: Operation
    job: Job
    token: UUID


def require(
    job: Job, *, allowed: Sequence[str], conflict: bool, replace_uploaded: bool | None
) -> None:
    """The order of the API: status, uploaded PDF, résumé, worker. Raises Busy or Refused.

    `replace_uploaded` is None for work that prints nothing.
    """
    if job.status == lifecycle.Status.PROCESSING:
        raise leases.Busy("busy", operation=leases.busy_operation(job))
    if job.status not in allowed:
        kind = "status_conflict" if conflict else "status_not_allowed"
        raise Refused(kind, status=job.status, allowed=list(allowed))
    if job.pdf_source == "uploaded" and replace_uploaded is False:
        raise Refused("uploaded_pdf")
    base = library.base_of(job)
    if base is None:
        raise Refused("resume_missing")
    if library.is_blank(base):
        raise Refused("resume_missing", BLANK)
    require_worker()


def require_worker() -> None:
    if not Heartbeat.objects.alive(at=timezone.now()).exists():
        raise Refused("worker_unavailable")


def new_operation(job: Job, *, kind: str, options: Mapping[str, Any]) -> Operation:
    ids = logs.current()
    return Operation(
        owner_id=job.owner_id,
        job=job,
        kind=kind,
        options=dict(options),
        request_id=ids.get("requestId", ""),
        pipeline_run_id=ids.get("pipelineRunId"),
    )


def queue(operation: Operation, *, token: UUID, task: str) -> Operation:
    """Store the operation and its task; the caller's transaction also holds the claim."""
    operation.token = token
    operation.save(force_insert=True)
    bells.tell(operation.owner_id)
    with logs.bind(operationId=str(operation.pk), jobId=str(operation.job_id)):
        enqueue(task, operation.pk)
    return operation


def take(job: Job, *, slot: str, kind: str, operation: Operation) -> UUID:
    """Claim one slot outside a transition. An automatic rendering gives way. Raises Busy."""
    held = leases.held((slot,), kind=kind, operation=operation.pk, at=timezone.now())
    free = Job.objects.filter(pk=job.pk, status=job.status)
    if not free.filter(**{f"{slot}_token": None}).update(**held):
        rival = free.filter(**{f"{slot}_kind": leases.AUTOMATIC})
        if kind == leases.AUTOMATIC or not rival.update(**held):
            raise leases.Busy("busy", operation=leases.busy_operation(lifecycle.fresh(job)))
    token: UUID = held[f"{slot}_token"]
    return token


def begin(operation_id: str) -> Work | None:
    """Pick up queued work: count the attempt and turn the claim into a running lease.

    None when the task is late, repeated or no longer wanted; then nothing is to be done.
    """
    with transaction.atomic():
        operation = (
            Operation.objects.select_for_update(of=("self",))
            .select_related("job", "job__owner")
            .filter(pk=operation_id, status="queued")
            .first()
        )
        if operation is None or operation.job is None or operation.token is None:
            return None
        held = leases.slots_under(operation.job, operation.token)
        operation.started_at, operation.attempts = timezone.now(), operation.attempts + 1
        operation.status = "running" if held else "failed"
        if not held:
            _close(operation, problems.answer(leases.Superseded("superseded")))
            return None
        operation.save(update_fields=["status", "started_at", "attempts"])
        running = leases.running(held, at=timezone.now())
        Job.objects.filter(pk=operation.job.pk).update(**running)
    return Work(operation, operation.job, operation.token)


@contextmanager
def kept(work: Work) -> Iterator[None]:
    """Renew the lease while the work goes on, up to the hard end of an attempt."""
    done, begun = threading.Event(), time.monotonic()
    thread = threading.Thread(target=_renew, args=(work, done), daemon=True)
    thread.start()
    try:
        with logs.bind(jobId=str(work.job.pk), operationId=str(work.operation.pk)):
            yield
            took = round(1000 * (time.monotonic() - begun))
            meta = {"kind": work.operation.kind, "durationMs": took}
            logger.info("work done", extra={"meta": meta})
    finally:
        done.set()


def still_mine(work: Work) -> bool:
    row = Job.objects.filter(pk=work.job.pk).only(*(f"{s}_token" for s in leases.SLOTS)).first()
    return row is not None and bool(leases.slots_under(row, work.token))


def step(work: Work, name: str) -> None:
    """Say what is being done now, for the person who watches. Raises Superseded when it was
    cancelled.
    """
    if not still_mine(work):
        raise leases.Superseded("superseded")
    Operation.objects.filter(pk=work.operation.pk).update(step=name)


def succeed(work: Work, *, result: Mapping[str, Any]) -> None:
    Operation.objects.filter(pk=work.operation.pk).open().update(
        status="succeeded", finished_at=timezone.now(), result=dict(result), step=""
    )
    bells.tell(work.operation.owner_id)


def fail(work: Work, error: BaseException, *, previous_pdf: bool | None = None) -> problems.Answer:
    """End the operation with an answer; the stack of what was not foreseen goes to the log."""
    if isinstance(error, Problem):
        found = problems.answer(error)
        logger.warning(
            "attempt failed", extra={"meta": {"kind": error.kind, "work": work.operation.kind}}
        )
    else:
        found = INTERNAL
        logger.error("attempt broke", exc_info=error)
    if previous_pdf is not None:
        message = (
            f"{found.message} The previous PDF is still served." if previous_pdf else found.message
        )
        found = problems.Answer(
            found.status, message[:200], {**found.details, "previousPdfAvailable": previous_pdf}
        )
    _close(work.operation, found)
    return found


def last_error(found: problems.Answer) -> dict[str, Any]:
    """What the job's row keeps of a failure."""
    return {
        "code": found.code,
        "reason": found.details.get("reason"),
        "message": found.message,
        "at": timezone.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def release(work: Work, *slots: str) -> None:
    """Give slots back after work that moved nothing; not when somebody else holds them by now."""
    for slot in slots:
        Job.objects.filter(pk=work.job.pk, **{f"{slot}_token": work.token}).update(
            **leases.freed(slot)
        )
    bells.tell(work.job.owner_id)


def _close(operation: Operation, found: problems.Answer) -> None:
    # Cancelled work stays cancelled, whatever its worker says afterwards.
    Operation.objects.filter(pk=operation.pk).open().update(
        status="failed",
        started_at=operation.started_at,
        attempts=operation.attempts,
        finished_at=timezone.now(),
        error=found.error(),
        step="",
    )
    bells.tell(operation.owner_id)


def _renew(work: Work, done: threading.Event) -> None:
    limit = timezone.now().timestamp() + settings.ATTEMPT_SECONDS
    try:
        while not done.wait(leases.RENEW_EVERY) and timezone.now().timestamp() < limit:
            with lines.tolerant():
                _stay(work)
    finally:
        connection.close()


def _stay(work: Work) -> None:
    for slot in leases.SLOTS:
        Job.objects.filter(pk=work.job.pk, **{f"{slot}_token": work.token}).update(
            **{f"{slot}_expires_at": timezone.now() + leases.RUNNING}
        )
