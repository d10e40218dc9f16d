"""The rows of a run's work: how each item begins, ends, is given back and is offered again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jobops.lib.errors import Problem
from orchestrator import bells, leases, lifecycle
from orchestrator.lifecycle import Status
from orchestrator.models import Operation, PipelineRun, RunItem

logger = logging.getLogger(__name__)

TRIES = 3
BROKE = "Something went wrong in JobOps here. The log has the details."
# Steps whose items are worked on by the threads of one task (crew.py), and the name of that task.
CREWED: Mapping[str, str] = {"crawling": "crawl_items", "judging": "judge_items"}


@dataclass(frozen=True)
class Ending:
    """How an item ended; `error` is its kind and a sentence."""

    state: str
    reason: str | None = None
    error: Mapping[str, str] | None = None


def touch(run_id: UUID) -> None:
    """Say that something moved: a holder of the lease looks again before it lets go."""
    found = PipelineRun.objects.filter(pk=run_id)
    found.update(seq=F("seq") + 1, moved_at=timezone.now())
    for owner_id in found.values_list("owner_id", flat=True):
        bells.tell(owner_id)


def enter(run: PipelineRun, step: str, items: Iterable[RunItem]) -> str:
    """Enter the next step together with all its items, or not at all."""
    with transaction.atomic():
        RunItem.objects.bulk_create(items, batch_size=500, ignore_conflicts=True)
        PipelineRun.objects.filter(pk=run.pk).update(
            step=step, seq=F("seq") + 1, moved_at=timezone.now()
        )
        bells.tell(run.owner_id)
    return step


def for_jobs(run: PipelineRun, step: str, jobs: Iterable[UUID]) -> list[RunItem]:
    return [
        RunItem(run=run, step=step, reference=str(pk), job_id=pk, rank=rank)
        for rank, pk in enumerate(jobs)
    ]


def note(run: PipelineRun, key: str, value: str | list[str]) -> None:
    run.counts = {**run.counts, key: value}
    PipelineRun.objects.filter(pk=run.pk).update(counts=run.counts)


def met_in(run: PipelineRun) -> set[UUID]:
    """The jobs a run saw at a source or scored."""
    scored = run.items.filter(step__in=("scoring", "judging"), job_id__isnull=False)
    return {
        *run.finds.values_list("job_id", flat=True),
        *(pk for pk in scored.values_list("job_id", flat=True) if pk),
    }


def settle(run: PipelineRun) -> None:
    """Close running items whose work ended; offer again those whose worker is gone."""
    running = list(run.items.filter(state="running"))
    operations = Operation.objects.in_bulk([i.operation_id for i in running if i.operation_id])
    for item in running:
        if item.step == "processing":
            _settle_processing(item, operations.get(item.operation_id))
        elif is_dead(item, at=timezone.now(), group=None):
            offer_again(item)


def withdraw(run: PipelineRun) -> None:
    """Nothing more begins: waiting items are cancelled, claims nobody picked up are given back."""
    for item in run.items.filter(state="running", step="processing").select_related("job"):
        _give_back_claim(item)
    unstarted = Q(state="pending") | Q(state="running", step__in=CREWED, worker=None)
    if run.items.filter(unstarted).update(state="cancelled", finished_at=timezone.now()):
        touch(run.pk)


def in_work(run: PipelineRun) -> bool:
    return run.items.filter(state="running").exists()


def is_cancelled(run_id: UUID) -> bool:
    return PipelineRun.objects.filter(pk=run_id, cancel_requested_at__isnull=False).exists()


def is_worked_on(run: PipelineRun, *, group: str | None) -> bool:
    """Whether a worker that certainly lives has something of the run in hand."""
    running = run.items.filter(state="running").values_list("worker", "job__render_worker")
    named = {run.lease_worker, *(name for pair in running for name in pair)} - {None}
    return any(leases.lives_here(str(name), group=group) for name in named)


def needs_push(run: PipelineRun, *, at: datetime, quiet: timedelta, group: str | None) -> bool:
    """Whether nobody is about to advance this run: its work ended unheard, or never began."""
    if at - quiet < run.moved_at < at + quiet:  # a time still to come: the clock was set back
        return False
    running = list(run.items.filter(state="running"))
    ids = [item.operation_id for item in running if item.operation_id]
    if not running or Operation.objects.filter(pk__in=ids).open().count() < len(ids):
        return True
    return any(item.step in CREWED and is_dead(item, at=at, group=group) for item in running)


def end(
    item: RunItem,
    state: str,
    *,
    reason: str | None = None,
    error: Mapping[str, str] | None = None,
) -> None:
    RunItem.objects.filter(pk=item.pk, state__in=("pending", "running")).update(
        state=state, reason=reason, error=error, finished_at=timezone.now()
    )
    touch(item.run_id)


def end_all(
    run: PipelineRun, ids: Collection[UUID], state: str, *, reason: str | None = None
) -> None:
    if run.items.filter(pk__in=ids, state="pending").update(
        state=state, reason=reason, finished_at=timezone.now()
    ):
        touch(run.pk)


def fail(item: RunItem, error: Exception) -> None:
    ending = failure(error)
    end(item, ending.state, error=ending.error)


def failure(error: Exception) -> Ending:
    """What an exception makes of its item; the stack of what was not foreseen goes to the log."""
    if isinstance(error, Problem):
        return Ending("failed", error={"kind": error.kind, "sentence": error.sentence})
    logger.error("item broke", exc_info=error)
    return Ending("failed", error={"kind": "internal", "sentence": BROKE})


def offer_again(item: RunItem) -> None:
    if item.attempt >= TRIES:
        sentence = "The worker stopped three times while working on this."
        end(item, "failed", error={"kind": "crashed", "sentence": sentence})
        return
    RunItem.objects.filter(pk=item.pk, state="running").update(
        state="pending", worker=None, lease_expires_at=None, operation_id=None
    )
    touch(item.run_id)


def is_dead(item: RunItem, *, at: datetime, group: str | None) -> bool:
    if item.lease_expires_at is None or item.lease_expires_at <= at:
        return True
    return item.worker is not None and leases.is_gone(item.worker, group=group)


def _settle_processing(item: RunItem, operation: Operation | None) -> None:
    if operation is None:
        end(item, "skipped", reason="deleted")
    elif operation.status == "succeeded":
        end(item, "succeeded")
    elif operation.status == "cancelled":
        end(item, "skipped", reason="moved")
    elif operation.status == "failed":
        error = operation.error or {}
        reason = (error.get("details") or {}).get("reason")
        if reason == "interrupted":
            offer_again(item)
        elif reason == "superseded":
            end(item, "skipped", reason="moved")
        else:
            kind = reason or error.get("code", "failed")
            end(item, "failed", error={"kind": kind, "sentence": error.get("message", "")})


def _give_back_claim(item: RunItem) -> None:
    assert item.operation_id is not None
    cancelled = Operation.objects.filter(pk=item.operation_id, status="queued")
    with transaction.atomic():
        if not cancelled.update(status="cancelled", finished_at=timezone.now()):
            return
        if item.job is not None and item.job.status == Status.PROCESSING:
            lifecycle.move(item.job, "cancel_processing", actor="pipeline")
        end(item, "cancelled")
