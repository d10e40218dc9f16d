"""What a run does in each of its steps. Every unit of work is an item row with a state of its own.

start → crawling (sources and boards, in a crew) → importing → scoring (computed, here) → judging
(a model, in a crew) → selecting → processing (one operation each) → completed. Killed at any line,
the next call goes on from the rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import leases
from orchestrator.lifecycle import IllegalTransition, Status
from orchestrator.models import Job, PipelineRun, RunItem
from orchestrator.pipeline import crawling, crew, items, judge, judging, process, selection
from tailoring import library

SCORING_SLICE = 20.0
BATCH = 50
MODEL_PLACES = 4
PROCESSING_PLACES = 3
# One of these is true for every further call as well, so it is paid for once per run.
HOPELESS = frozenset({"refused_key", "out_of_credit", "limit_reached", "unreachable"})


def work(run: PipelineRun) -> str:
    """Do what the run's step asks for now; the step it stands at afterwards."""
    return _STEPS[run.step](run)


def _start(run: PipelineRun) -> str:
    return crawling.enter(run) if run.options["enableCrawling"] else _begin_scoring(run)


def _import(run: PipelineRun) -> str:
    crawling.finish_importing(run)
    return _begin_scoring(run)


def _begin_scoring(run: PipelineRun) -> str:
    if not run.options["enableScoring"]:
        return items.enter(run, "selecting", ())
    wanted = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED)
        .primaries()
        .filter(Q(score=None) | Q(score_outdated=True))
        .order_by("-discovered_at", "-id")
    )
    return items.enter(
        run, "scoring", items.for_jobs(run, "scoring", wanted.values_list("pk", flat=True))
    )


def _score(run: PipelineRun) -> str:
    end = time.monotonic() + SCORING_SLICE
    waiting = run.items.filter(step="scoring", state="pending").select_related("job")
    while batch := list(waiting.order_by("rank")[:BATCH]):
        _score_batch(run, batch)
        if time.monotonic() > end or items.is_cancelled(run.pk):
            return "scoring"
    return items.enter(run, "judging", items.for_jobs(run, "judging", judging.worth_a_model(run)))


def _score_batch(run: PipelineRun, batch: Sequence[RunItem]) -> None:
    jobs = [row.job for row in batch if row.job and row.job.status == Status.DISCOVERED]
    here = {row.job_id: row for row in batch}
    told = run.options.get("scoringInstructions")
    judged = judge.score_many(run.owner, jobs, instructions=told)
    for one in judged:
        if one.error:
            items.fail(here[one.job_id], one.error)
    scored = {here[one.job_id].pk for one in judged if one.job}
    ids = {row.pk for row in batch} - {here[one.job_id].pk for one in judged if one.error}
    items.end_all(run, scored, "succeeded")
    items.end_all(run, ids - scored, "skipped", reason="moved")


def _judge(run: PipelineRun) -> str:
    if crew.claim(run, "judging", places=settings.MODEL_PLACES):
        return "judging"
    return items.enter(run, "selecting", ())


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
    "crawling": crawling.crawl,
    "importing": _import,
    "scoring": _score,
    "judging": _judge,
    "selecting": _select,
    "processing": _process,
    "completed": lambda run: "completed",
}
