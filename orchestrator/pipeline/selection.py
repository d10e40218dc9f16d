"""Which jobs a run prepares: over the rows as they are now, with a reason for each one left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from orchestrator import preferences
from orchestrator.lifecycle import Status
from orchestrator.models import Job, PipelineRun, RunItem
from orchestrator.pipeline import judge

FAILURES = 3
FAILURE_WINDOW = timedelta(days=7)
FAILED = ("processing.failed", "processing.abandoned")
NEEDED = (
    "pk", "score", "deadline_at", "listing_closed_at", "pdf_source", "discovered_at",
)  # fmt: skip


def auto_skip(run: PipelineRun) -> int:
    """Skip the jobs this run scored below the owner's threshold; how many."""
    scored = run.items.filter(step__in=("scoring", "judging"), state="succeeded").values("job_id")
    return judge.skip_below(Job.objects.filter(pk__in=scored), owner=run.owner, actor="pipeline")


def choose(run: PipelineRun) -> tuple[list[UUID], list[RunItem]]:
    """The jobs to prepare, best first, and an item with its reason for each of the others."""
    chosen: list[UUID] = []
    left: list[RunItem] = []
    for job, reason in _judged(run):
        if reason is None and len(chosen) < run.options["topN"]:
            chosen.append(job.pk)
        else:
            left.append(_left_out(run, job, reason or "beyond_top_n", rank=len(left)))
    return chosen, left


def _judged(run: PipelineRun) -> Iterable[tuple[Job, str | None]]:
    wanted = preferences.of(run.owner)
    today = timezone.localdate(timezone=wanted.zone())
    least = max(run.options["minSuitabilityScore"], wanted["autoSkipScoreThreshold"] or 0)
    only = _seen_in(run) if run.options["candidates"] == "run" else None
    failures = Q(events__kind__in=FAILED, events__at__gt=timezone.now() - FAILURE_WINDOW)
    jobs = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED)
        .annotate(failures=Count("events", filter=failures))
        .only(*NEEDED)
        .order_by("-score", "-discovered_at", "-id")
    )
    for job in sorted(jobs, key=lambda job: job.score is None):
        if job.score is None:
            yield job, "unscored"
        elif only is not None and job.pk not in only:
            yield job, "not_in_run"
        elif job.score < least:
            yield job, "below_minimum"
        elif job.deadline_at and job.deadline_at < today:
            yield job, "deadline_passed"
        elif job.listing_closed_at:
            yield job, "listing_closed"
        elif job.pdf_source == "uploaded":
            yield job, "uploaded_pdf"
        elif job.failures >= FAILURES:
            yield job, "failed_often"
        else:
            yield job, None


def _seen_in(run: PipelineRun) -> set[UUID | None]:
    return set(run.items.filter(step__in=("scoring", "judging")).values_list("job_id", flat=True))


def _left_out(run: PipelineRun, job: Job, reason: str, *, rank: int) -> RunItem:
    return RunItem(
        run=run,
        step="selecting",
        reference=str(job.pk),
        job_id=job.pk,
        state="skipped",
        reason=reason,
        rank=rank,
        finished_at=timezone.now(),
    )
