"""A durable run: rows say what is done and what is next, and whoever finishes an item moves it on.

No task waits for another. `advance` does what can be done now and returns; it is called by the task
that was queued at the start, after every item, and by the reaper. Only the holder of the run's
lease advances, so calling it too often is safe.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Refused
from orchestrator import leases, outbox
from orchestrator.models import Operation, PipelineRun, SearchPreset, Tally, User
from orchestrator.pipeline import (
    crawl,
    crawling,
    crew,
    defaults,
    items,
    judging,
    progress,
    slots,
    steps,
)  # fmt: skip
from orchestrator.queue import enqueue

logger = logging.getLogger(__name__)

STANDSTILL = timedelta(hours=24)
QUIET = timedelta(seconds=20)
INTERRUPTIONS = 3
ADVANCE_SECONDS = 120.0
# These wait for the answer; anybody else's run begins without a source that is not set up.
ASKED_BY_SOMEBODY = ("manual", "command")
LOST = "Interrupted: the worker stopped three times in the middle of this run. Start a new one."
STILL = "Interrupted: nothing moved for a day. Start a new run."


def start(
    owner: User,
    *,
    options: Mapping[str, Any],
    trigger: str,
    actor: str,
    preset: SearchPreset | None = None,
) -> PipelineRun:
    """Begin a run. Raises Invalid or Refused."""
    defaults.effective(owner, options, strict=trigger in ASKED_BY_SOMEBODY)
    slots.require_worker()
    run = create(owner, options=options, trigger=trigger, preset=preset)
    logger.info("run started", extra={"meta": {"run": str(run.pk), "actor": actor}})
    return run


def begin(owner: User, *, options: Mapping[str, Any], trigger: str) -> PipelineRun:
    """The same for somebody who sees to a worker. Raises Invalid or Refused."""
    defaults.effective(owner, options)
    return create(owner, options=options, trigger=trigger)


def create(
    owner: User,
    *,
    options: Mapping[str, Any],
    trigger: str,
    preset: SearchPreset | None = None,
) -> PipelineRun:
    """The same without asking for a worker: one that starts later takes it up."""
    try:
        with transaction.atomic():
            run = PipelineRun.objects.create(
                owner=owner,
                preset=preset,
                trigger=trigger,
                step="start",
                requested=dict(options),
                options=defaults.effective(owner, options, strict=False),
                seq=_after_the_last(owner),
                request_id=logs.current().get("requestId", ""),
            )
            Tally.objects.raised(owner.pk)
            push(run)
    except IntegrityError:
        other = PipelineRun.objects.filter(owner=owner, status="running").first()
        raise Refused("run_in_progress", runId=str(other.pk) if other else None) from None
    return run


def cancel(owner: User, *, actor: str) -> tuple[PipelineRun, bool]:
    """Begin nothing more; what runs may end. Second value: it had been asked for already."""
    run = PipelineRun.objects.filter(owner=owner, status="running").first()
    if run is None:
        raise Refused("not_running")
    first = PipelineRun.objects.filter(
        pk=run.pk, status="running", cancel_requested_at=None
    ).update(cancel_requested_at=timezone.now())
    logger.info("run cancelled", extra={"meta": {"run": str(run.pk), "actor": actor}})
    items.touch(run.pk)
    # Nothing is computed for a run that is being cancelled, so this is quick enough for a door.
    advance(run.pk)
    run.refresh_from_db()
    return run, not first


def advance(run_id: UUID | str) -> None:
    """Do everything that can be done now. Twice, late or at the same time is safe."""
    token = _take(run_id)
    if token is None:
        return
    end = time.monotonic() + ADVANCE_SECONDS
    with logs.bind(pipelineRunId=str(run_id)):
        while run := PipelineRun.objects.filter(pk=run_id, lease_token=token).first():
            _advance_once(run)
            if _give_back(run, token=token):
                return
            if time.monotonic() > end:
                _put_off(run, token=token)
                return
            _renew(run_id, token=token)


def item_done(operation_id: UUID | str) -> None:
    """Called after any operation of a run ended, however it ended; for others it does nothing."""
    run_id = (
        Operation.objects.filter(pk=operation_id, pipeline_run_id__isnull=False)
        .values_list("pipeline_run_id", flat=True)
        .first()
    )
    if run_id:
        items.touch(run_id)
        advance(run_id)


def crawl_items(run_id: UUID | str) -> None:
    """The worker's half of reading sources for a run."""
    if run := _running(run_id):
        crew.work(run, step="crawling", places=settings.CRAWL_PLACES, do=crawl.read)
        advance(run.pk)


def judge_items(run_id: UUID | str) -> None:
    """The worker's half of a run's model judgements."""
    if run := _running(run_id):
        judge = judging.Judge(run)
        crew.work(run, step="judging", places=settings.MODEL_PLACES, do=judge.one)
        advance(run.pk)


def push(run: PipelineRun) -> None:
    """Queue one more call of `advance`; harmless when nothing is due."""
    with logs.bind(pipelineRunId=str(run.pk), requestId=run.request_id or None):
        enqueue("advance_run", run.pk)


def wake(*, at: datetime, group: str | None, quiet: timedelta = QUIET) -> int:
    """Queue a push for every run that should be moving and is not; fail what cannot go on."""
    pushed = 0
    for run in PipelineRun.objects.filter(status="running"):
        if run.moved_at < at - STANDSTILL and not items.is_worked_on(run, group=group):
            _finish(run, "failed", message=STILL)
            continue
        worker = run.lease_worker
        if run.lease_token and not (worker and leases.is_gone(worker, group=group)):
            if run.lease_expires_at and run.lease_expires_at > at:
                continue
        elif run.lease_token:
            PipelineRun.objects.filter(pk=run.pk, lease_token=run.lease_token).update(
                lease_expires_at=at
            )
        if run.lease_token or items.needs_push(run, at=at, quiet=quiet, group=group):
            push(run)
            pushed += 1
    return pushed


def latest(owner: User) -> PipelineRun | None:
    return PipelineRun.objects.filter(owner=owner).order_by("-started_at").first()


def history(owner: User, limit: int = 20) -> list[PipelineRun]:
    """Newest first."""
    found = PipelineRun.objects.filter(owner=owner).select_related("preset")
    return list(found.order_by("-started_at")[:limit])


def _running(run_id: UUID | str) -> PipelineRun | None:
    running = PipelineRun.objects.select_related("owner").filter(status="running")
    return running.filter(pk=run_id).first()


def _after_the_last(owner: User) -> int:
    """Numbers of progress go on from run to run, so that a stream can be continued by them."""
    last = latest(owner)
    return last.seq + 1 if last else 1


def _advance_once(run: PipelineRun) -> None:
    if run.interruptions >= INTERRUPTIONS:
        items.withdraw(run)
        _finish(run, "failed", message=LOST)
        return
    items.settle(run)
    if run.cancel_requested_at:
        items.withdraw(run)
        if not items.in_work(run):
            _finish(run, "cancelled")
        return
    reached = steps.work(run)
    if reached == "completed":
        _finish(run, "completed")
    elif reached == "failed":
        _finish(run, "failed", message=crawling.causes(run))


def _finish(run: PipelineRun, status: str, *, message: str | None = None) -> None:
    found = progress.counts(run)
    with transaction.atomic():
        ended = PipelineRun.objects.filter(pk=run.pk, status="running").update(
            status=status,
            step=status,
            completed_at=timezone.now(),
            moved_at=timezone.now(),
            error_counts=found.errors(),
            error_message=message,
            counts={**run.counts, **found.stored(), "scores": progress.histogram(run)},
            lease_token=None,
            lease_worker=None,
            lease_expires_at=None,
            seq=F("seq") + 1,
        )
        if not ended:
            return
        Tally.objects.raised(run.owner_id)
        run.refresh_from_db()
        outbox.run_ended(run)
    logger.info(
        "run ended", extra={"meta": {"run": str(run.pk), "status": status, **found.errors()}}
    )


def _take(run_id: UUID | str) -> UUID | None:
    """The run's lease, when it is free or its holder is dead; that counts as an interruption."""
    now = timezone.now()
    run = PipelineRun.objects.filter(pk=run_id, status="running").first()
    if run is None:
        return None
    dead = run.lease_token is not None and (
        run.lease_expires_at is None
        or run.lease_expires_at <= now
        or bool(run.lease_worker and leases.is_gone(run.lease_worker, group=None))
    )
    if run.lease_token is not None and not dead:
        return None
    token = uuid4()
    won = PipelineRun.objects.filter(
        pk=run.pk, status="running", lease_token=run.lease_token
    ).update(
        lease_token=token,
        lease_worker=leases.worker_name(),
        lease_expires_at=now + leases.RUNNING,
        interruptions=F("interruptions") + int(dead),
    )
    return token if won else None


def _renew(run_id: UUID | str, *, token: UUID) -> None:
    PipelineRun.objects.filter(pk=run_id, lease_token=token).update(
        lease_expires_at=timezone.now() + leases.RUNNING
    )


def _give_back(run: PipelineRun, *, token: UUID) -> bool:
    """False when something changed since `run` was read: then there may be more to do."""
    unchanged = PipelineRun.objects.filter(pk=run.pk, lease_token=token, seq=run.seq)
    if unchanged.update(lease_token=None, lease_worker=None, lease_expires_at=None):
        return True
    return not PipelineRun.objects.filter(pk=run.pk, lease_token=token).exists()


def _put_off(run: PipelineRun, *, token: UUID) -> None:
    with transaction.atomic():
        PipelineRun.objects.filter(pk=run.pk, lease_token=token).update(
            lease_token=None, lease_worker=None, lease_expires_at=None
        )
        push(run)
