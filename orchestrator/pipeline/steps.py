"""What a run does in each of its steps. Every unit of work is an item row with a state of its own.

start → scoring (computed, here) → judging (a model, one task each) → selecting → processing (one
operation each) → completed. Killed at any line, the next call goes on from the rows.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem, Refused
from orchestrator import gateway, leases, lifecycle
from orchestrator.lifecycle import IllegalTransition, Status
from orchestrator.models import Job, Operation, PipelineRun, RunItem, ScoreCard
from orchestrator.pipeline import judge, process, selection
from orchestrator.queue import enqueue
from tailoring import library

logger = logging.getLogger(__name__)

SCORING_SLICE = 20.0
BATCH = 25
MODEL_PLACES = 4
PROCESSING_PLACES = 3
TRIES = 3
# One of these is true for every further call as well, so it is paid for once per run.
HOPELESS = frozenset({"refused_key", "out_of_credit", "unreachable"})


def work(run: PipelineRun) -> str:
    """Do what the run's step asks for now; the step it stands at afterwards."""
    return _STEPS[run.step](run)


def touch(run_id: UUID) -> None:
    """Say that something moved: a holder of the lease looks again before it lets go."""
    PipelineRun.objects.filter(pk=run_id).update(seq=F("seq") + 1, moved_at=timezone.now())


def settle(run: PipelineRun) -> None:
    """Close running items whose work ended; offer again those whose worker is gone."""
    running = list(run.items.filter(state="running"))
    operations = Operation.objects.in_bulk([i.operation_id for i in running if i.operation_id])
    for item in running:
        if item.step == "processing":
            _settle_processing(item, operations.get(item.operation_id))
        elif _is_dead(item, at=timezone.now(), group=None):
            _offer_again(item)


def withdraw(run: PipelineRun) -> None:
    """Nothing more begins: waiting items are cancelled, claims nobody picked up are given back."""
    for item in run.items.filter(state="running", step="processing").select_related("job"):
        _give_back_claim(item)
    unstarted = Q(state="pending") | Q(state="running", step="judging", worker=None)
    if run.items.filter(unstarted).update(state="cancelled", finished_at=timezone.now()):
        touch(run.pk)


def in_work(run: PipelineRun) -> bool:
    return run.items.filter(state="running").exists()


def needs_push(run: PipelineRun, *, at: datetime, quiet: timedelta, group: str | None) -> bool:
    """Whether nobody is about to advance this run: its work ended unheard, or never began."""
    if run.moved_at > at - quiet:
        return False
    running = list(run.items.filter(state="running"))
    ids = [item.operation_id for item in running if item.operation_id]
    if not running or Operation.objects.filter(pk__in=ids).open().count() < len(ids):
        return True
    return any(item.step == "judging" and _is_dead(item, at=at, group=group) for item in running)


def judge_item(item_id: UUID | str) -> UUID | None:
    """Let the model judge one job; the run to advance, or None when this call is not wanted."""
    now = timezone.now()
    begun = RunItem.objects.filter(pk=item_id, state="running", worker=None).update(
        worker=leases.worker_name(),
        attempt=F("attempt") + 1,
        started_at=now,
        lease_expires_at=now + timedelta(seconds=settings.STEP_SECONDS),
    )
    item = RunItem.objects.select_related("run", "run__owner", "job").filter(pk=item_id).first()
    if not begun or item is None:
        return None
    if item.job is None or item.job.status != Status.DISCOVERED:
        _end(item, "skipped", reason="moved")
        return item.run_id
    with logs.bind(jobId=str(item.job_id), pipelineRunId=str(item.run_id)):
        _judge(item, item.job)
    return item.run_id


def _start(run: PipelineRun) -> str:
    if not run.options["enableScoring"]:
        return _go(run, "selecting", ())
    wanted = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED)
        .filter(Q(score=None) | Q(score_outdated=True))
        .order_by("-discovered_at", "-id")
    )
    return _go(run, "scoring", _items(run, "scoring", wanted.values_list("pk", flat=True)))


def _score(run: PipelineRun) -> str:
    end = time.monotonic() + SCORING_SLICE
    waiting = run.items.filter(step="scoring", state="pending").select_related("job", "job__owner")
    while batch := list(waiting.order_by("rank")[:BATCH]):
        for item in batch:
            _score_one(item)
        touch(run.pk)
        if time.monotonic() > end or _is_cancelled(run.pk):
            return "scoring"
    return _go(run, "judging", _items(run, "judging", _worth_a_model(run)))


def _score_one(item: RunItem) -> None:
    if item.job is None or item.job.status != Status.DISCOVERED:
        _end(item, "skipped", reason="moved")
        return
    try:
        judge.score_now(item.job)
    except Exception as error:  # one posting that cannot be read must not end the run
        _fail(item, error)
    else:
        _end(item, "succeeded")


def _worth_a_model(run: PipelineRun) -> Iterable[UUID]:
    model = gateway.for_owner(run.owner)
    if model is None or library.default(run.owner) is None:
        return ()
    recently = Q(
        cards__fallback_reason__isnull=False,
        cards__created_at__gt=timezone.now() - timedelta(days=1),
    )
    jobs = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED, score__isnull=False)
        .exclude(score_engine="user")
        .exclude(score_engine=model.model, score_outdated=False)
        .annotate(fell_back=Count("cards", filter=recently))
        .filter(fell_back__lt=TRIES)
    )
    if run.options["candidates"] == "run":
        jobs = jobs.filter(pk__in=run.items.filter(step="scoring").values("job_id"))
    best = jobs.order_by("-score", "-discovered_at", "-id").values_list("pk", flat=True)
    return list(best[: run.options["scoreLimit"]])


def _judging(run: PipelineRun) -> str:
    items = run.items.filter(step="judging")
    free = MODEL_PLACES - items.filter(state="running").count()
    for item in items.filter(state="pending").order_by("rank")[: max(free, 0)]:
        with transaction.atomic():
            items.filter(pk=item.pk, state="pending").update(
                state="running", worker=None, lease_expires_at=timezone.now() + leases.PICK_UP
            )
            enqueue("score_item", item.pk)
    if items.filter(state__in=("pending", "running")).exists():
        return "judging"
    return _go(run, "selecting", ())


def _judge(item: RunItem, job: Job) -> None:
    model = gateway.for_owner(item.run.owner, cancelled=lambda: _is_cancelled(item.run_id))
    before = timezone.now()
    try:
        judge.judge(job, gateway=model, force=False)
    except Exception as error:  # this job keeps the score it has; the others have theirs to get
        _fail(item, error)
        return
    fallback = (
        ScoreCard.objects.filter(job=job, created_at__gte=before, fallback_reason__isnull=False)
        .values_list("fallback_reason", flat=True)
        .first()
    )
    if fallback is None:
        _end(item, "succeeded")
        return
    _end(
        item,
        "failed",
        error={
            "kind": fallback,
            "sentence": "The model did not answer; the computed score stands.",
        },
    )
    if fallback in HOPELESS:
        item.run.items.filter(step="judging", state="pending").update(
            state="skipped", reason=fallback, finished_at=timezone.now()
        )


def _select(run: PipelineRun) -> str:
    selection.auto_skip(run)
    chosen, left = selection.choose(run)
    if not run.options["enableAutoTailoring"]:
        return _go(run, "completed", left)
    if library.default(run.owner) is None:
        _note(run, "notice", "resume_missing")
        return _go(run, "completed", left)
    return _go(run, "processing", [*_items(run, "processing", chosen), *left])


def _process(run: PipelineRun) -> str:
    items = run.items.filter(step="processing")
    free = PROCESSING_PLACES - items.filter(state="running").count()
    for item in items.filter(state="pending").select_related("job").order_by("rank"):
        if free <= 0:
            break
        free -= _claim(item)
    return "processing" if items.filter(state__in=("pending", "running")).exists() else "completed"


def _claim(item: RunItem) -> bool:
    """Claim the item's job and queue its processing at once; False when it was passed over."""
    if item.job is None:
        _end(item, "skipped", reason="deleted")
        return False
    try:
        with transaction.atomic():
            operation = process.request(item.job, actor="pipeline")
            RunItem.objects.filter(pk=item.pk).update(
                state="running",
                operation_id=operation.pk,
                attempt=F("attempt") + 1,
                started_at=timezone.now(),
            )
    except (IllegalTransition, leases.Busy, leases.Superseded):
        _end(item, "skipped", reason="moved")
        return False
    except Refused as refused:
        if refused.kind != "worker_unavailable":
            moved = refused.kind in ("status_not_allowed", "status_conflict")
            _end(item, "skipped", reason="moved" if moved else refused.kind)
        return False
    touch(item.run_id)
    return True


def _settle_processing(item: RunItem, operation: Operation | None) -> None:
    if operation is None:
        _end(item, "skipped", reason="deleted")
    elif operation.status == "succeeded":
        _end(item, "succeeded")
    elif operation.status == "cancelled":
        _end(item, "skipped", reason="moved")
    elif operation.status == "failed":
        error = operation.error or {}
        reason = (error.get("details") or {}).get("reason")
        if reason == "interrupted":
            _offer_again(item)
        elif reason == "superseded":
            _end(item, "skipped", reason="moved")
        else:
            kind = reason or error.get("code", "failed")
            _end(item, "failed", error={"kind": kind, "sentence": error.get("message", "")})


def _give_back_claim(item: RunItem) -> None:
    assert item.operation_id is not None
    cancelled = Operation.objects.filter(pk=item.operation_id, status="queued")
    with transaction.atomic():
        if not cancelled.update(status="cancelled", finished_at=timezone.now()):
            return
        if item.job is not None and item.job.status == Status.PROCESSING:
            lifecycle.move(item.job, "cancel_processing", actor="pipeline")
        _end(item, "cancelled")


def _offer_again(item: RunItem) -> None:
    if item.attempt >= TRIES:
        sentence = "The worker stopped three times while working on this job."
        _end(item, "failed", error={"kind": "crashed", "sentence": sentence})
        return
    RunItem.objects.filter(pk=item.pk, state="running").update(
        state="pending", worker=None, lease_expires_at=None, operation_id=None
    )
    touch(item.run_id)


def _is_dead(item: RunItem, *, at: datetime, group: str | None) -> bool:
    if item.lease_expires_at is None or item.lease_expires_at <= at:
        return True
    return item.worker is not None and leases.is_gone(item.worker, group=group)


def _is_cancelled(run_id: UUID) -> bool:
    return PipelineRun.objects.filter(pk=run_id, cancel_requested_at__isnull=False).exists()


def _fail(item: RunItem, error: Exception) -> None:
    kind = error.kind if isinstance(error, Problem) else "internal"
    sentence = error.sentence if isinstance(error, Problem) else "This job could not be scored."
    if not isinstance(error, Problem):
        logger.error("item broke", exc_info=error)
    _end(item, "failed", error={"kind": kind, "sentence": sentence})


def _end(
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


def _items(run: PipelineRun, step: str, jobs: Iterable[UUID]) -> list[RunItem]:
    return [
        RunItem(run=run, step=step, reference=str(pk), job_id=pk, rank=rank)
        for rank, pk in enumerate(jobs)
    ]


def _go(run: PipelineRun, step: str, items: Iterable[RunItem]) -> str:
    """Enter the next step together with all its items, or not at all."""
    with transaction.atomic():
        RunItem.objects.bulk_create(items, batch_size=500, ignore_conflicts=True)
        PipelineRun.objects.filter(pk=run.pk).update(
            step=step, seq=F("seq") + 1, moved_at=timezone.now()
        )
    return step


def _note(run: PipelineRun, key: str, value: str) -> None:
    run.counts = {**run.counts, key: value}
    PipelineRun.objects.filter(pk=run.pk).update(counts=run.counts)


_STEPS: Mapping[str, Callable[[PipelineRun], str]] = {
    "start": _start,
    "scoring": _score,
    "judging": _judging,
    "selecting": _select,
    "processing": _process,
    "completed": lambda run: "completed",
}
