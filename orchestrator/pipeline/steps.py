"""What a run does in each of its steps. Every unit of work is an item row with a state of its own.

start → scoring (computed, here) → judging (a model, one task each) → selecting → processing (one
operation each) → completed. Killed at any line, the next call goes on from the rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Refused
from orchestrator import gateway, leases
from orchestrator.lifecycle import IllegalTransition, Status
from orchestrator.models import Job, PipelineRun, RunItem, ScoreCard
from orchestrator.pipeline import items, judge, process, selection
from orchestrator.queue import enqueue
from tailoring import library

SCORING_SLICE = 20.0
BATCH = 25
MODEL_PLACES = 4
PROCESSING_PLACES = 3
# One of these is true for every further call as well, so it is paid for once per run.
HOPELESS = frozenset({"refused_key", "out_of_credit", "unreachable"})


def work(run: PipelineRun) -> str:
    """Do what the run's step asks for now; the step it stands at afterwards."""
    return _STEPS[run.step](run)


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
        items.end(item, "skipped", reason="moved")
        return item.run_id
    with logs.bind(jobId=str(item.job_id), pipelineRunId=str(item.run_id)):
        _judge(item, item.job)
    return item.run_id


def _start(run: PipelineRun) -> str:
    if not run.options["enableScoring"]:
        return items.enter(run, "selecting", ())
    wanted = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED)
        .filter(Q(score=None) | Q(score_outdated=True))
        .order_by("-discovered_at", "-id")
    )
    return items.enter(
        run, "scoring", items.for_jobs(run, "scoring", wanted.values_list("pk", flat=True))
    )


def _score(run: PipelineRun) -> str:
    end = time.monotonic() + SCORING_SLICE
    waiting = run.items.filter(step="scoring", state="pending").select_related(
        "job", "job__owner", "run"
    )
    while batch := list(waiting.order_by("rank")[:BATCH]):
        for item in batch:
            _score_one(item)
        items.touch(run.pk)
        if time.monotonic() > end or items.is_cancelled(run.pk):
            return "scoring"
    return items.enter(run, "judging", items.for_jobs(run, "judging", _worth_a_model(run)))


def _score_one(item: RunItem) -> None:
    if item.job is None or item.job.status != Status.DISCOVERED:
        items.end(item, "skipped", reason="moved")
        return
    try:
        judge.score_now(item.job, instructions=item.run.options.get("scoringInstructions"))
    except Exception as error:  # one posting that cannot be read must not end the run
        items.fail(item, error)
    else:
        items.end(item, "succeeded")


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
        .filter(fell_back__lt=items.TRIES)
    )
    if run.options["candidates"] == "run":
        jobs = jobs.filter(pk__in=run.items.filter(step="scoring").values("job_id"))
    best = jobs.order_by("-score", "-discovered_at", "-id").values_list("pk", flat=True)
    return list(best[: run.options["scoreLimit"]])


def _judging(run: PipelineRun) -> str:
    rows = run.items.filter(step="judging")
    free = MODEL_PLACES - rows.filter(state="running").count()
    for item in rows.filter(state="pending").order_by("rank")[: max(free, 0)]:
        with transaction.atomic():
            rows.filter(pk=item.pk, state="pending").update(
                state="running", worker=None, lease_expires_at=timezone.now() + leases.PICK_UP
            )
            enqueue("score_item", item.pk)
    if rows.filter(state__in=("pending", "running")).exists():
        return "judging"
    return items.enter(run, "selecting", ())


def _judge(item: RunItem, job: Job) -> None:
    model = gateway.for_owner(item.run.owner, cancelled=lambda: items.is_cancelled(item.run_id))
    before = timezone.now()
    try:
        told = item.run.options.get("scoringInstructions")
        judge.judge(job, gateway=model, force=False, instructions=told)
    except Exception as error:  # this job keeps the score it has; the others have theirs to get
        items.fail(item, error)
        return
    fallback = (
        ScoreCard.objects.filter(job=job, created_at__gte=before, fallback_reason__isnull=False)
        .values_list("fallback_reason", flat=True)
        .first()
    )
    if fallback is None:
        items.end(item, "succeeded")
        return
    items.end(
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
        return items.enter(run, "completed", left)
    if library.default(run.owner) is None:
        items.note(run, "notice", "resume_missing")
        return items.enter(run, "completed", left)
    return items.enter(run, "processing", [*items.for_jobs(run, "processing", chosen), *left])


def _process(run: PipelineRun) -> str:
    rows = run.items.filter(step="processing")
    free = PROCESSING_PLACES - rows.filter(state="running").count()
    for item in rows.filter(state="pending").select_related("job").order_by("rank"):
        if free <= 0:
            break
        free -= _claim(item)
    return "processing" if rows.filter(state__in=("pending", "running")).exists() else "completed"


def _claim(item: RunItem) -> bool:
    """Claim the item's job and queue its processing at once; False when it was passed over."""
    if item.job is None:
        items.end(item, "skipped", reason="deleted")
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
        items.end(item, "skipped", reason="moved")
        return False
    except Refused as refused:
        if refused.kind != "worker_unavailable":
            moved = refused.kind in ("status_not_allowed", "status_conflict")
            items.end(item, "skipped", reason="moved" if moved else refused.kind)
        return False
    items.touch(item.run_id)
    return True


_STEPS: Mapping[str, Callable[[PipelineRun], str]] = {
    "start": _start,
    "scoring": _score,
    "judging": _judging,
    "selecting": _select,
    "processing": _process,
    "completed": lambda run: "completed",
}
