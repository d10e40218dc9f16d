"""Which jobs a run prepares: over the rows as they are now, with a reason for each one left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from orchestrator import preferences
from orchestrator.jobs.wanted import Wanted, verdict
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobEvent, PipelineRun, RunItem
from orchestrator.pipeline import items, judge
from orchestrator.sources.posting import Posting

FAILURES = 3
FAILURE_WINDOW = timedelta(days=7)
FAILED = ("processing.failed", "processing.abandoned")
NEEDED = (
    "pk", "score", "likeness", "deadline_at", "listing_closed_at", "pdf_source", "discovered_at",
    "primary_id", "title", "employer", "job_url", "location", "is_remote", "extras",
)  # fmt: skip
PRIORITISING = "remote_worldwide_prioritize_selected"


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
    mine = preferences.of(run.owner)
    rules = _Rules(
        least=max(run.options["minSuitabilityScore"], mine["autoSkipScoreThreshold"] or 0),
        today=timezone.localdate(timezone=mine.zone()),
        only=items.met_in(run) if run.options["candidates"] == "run" else None,
        blocked=Wanted(blocked=tuple(mine["blockedEmployers"])),
        failed_often=_failed_often(run),
    )
    for job in _in_order(run):
        yield job, rules.against(job)


def _failed_often(run: PipelineRun) -> set[UUID]:
    recent = Q(kind__in=FAILED, at__gt=timezone.now() - FAILURE_WINDOW, owner=run.owner)
    failures = JobEvent.objects.filter(recent, job__isnull=False).values_list("job_id")
    often = failures.annotate(number=Count("pk")).filter(number__gte=FAILURES).order_by()
    return {pk for pk, _ in often if pk}


def _in_order(run: PipelineRun) -> list[Job]:
    """Best first; for the prioritising scope those in the chosen place before all others."""
    jobs = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED)
        .awake(at=timezone.now())
        .only(*NEEDED)
        .order_by("-score", F("likeness").desc(nulls_last=True), "-discovered_at", "-id")
    )
    if run.options["searchScope"] != PRIORITISING:
        return sorted(jobs, key=lambda job: job.score is None)
    chosen = Wanted(
        country=run.options["country"] or None,
        cities=tuple(run.options["cityLocations"]),
        scope=PRIORITISING,
    )
    return sorted(jobs, key=lambda job: (job.score is None, not _is_there(job, chosen)))


@dataclass(frozen=True)
class _Rules:
    """`only`: the jobs this run met, when others are no candidates."""

    least: int
    today: date
    only: set[UUID] | None
    blocked: Wanted
    failed_often: set[UUID]

    def against(self, job: Job) -> str | None:
        """The first reason not to take a job."""
        return next((reason for reason, holds in self._reasons(job) if holds), None)

    def _reasons(self, job: Job) -> Iterable[tuple[str, bool]]:
        yield "duplicate", job.primary_id is not None
        yield "unscored", job.score is None
        yield "not_in_run", self.only is not None and job.pk not in self.only
        yield "below_minimum", (job.score or 0) < self.least
        yield "blocked_employer", bool(self.blocked.blocked) and not _passes(job, self.blocked)
        yield "deadline_passed", job.deadline_at is not None and job.deadline_at < self.today
        yield "listing_closed", job.listing_closed_at is not None
        yield "uploaded_pdf", job.pdf_source == "uploaded"
        yield "failed_often", job.pk in self.failed_often


def _passes(job: Job, search: Wanted) -> bool:
    return verdict(_posting(job), search, searched=True).reason is None


def _is_there(job: Job, search: Wanted) -> bool:
    return verdict(_posting(job), search, searched=True).matches_place


def _posting(job: Job) -> Posting:
    """As far as filters look at it; what is stored was checked when it came."""
    return Posting.model_construct(
        title=job.title,
        employer=job.employer,
        job_url=job.job_url,
        location=job.location,
        is_remote=job.is_remote,
        extras=job.extras,
    )


def _left_out(run: PipelineRun, job: Job, reason: str, *, rank: int) -> RunItem:
    return RunItem(
        run=run,
        step="selecting",
        reference=str(job.pk),
        job_id=job.pk,
        state="skipped",
        reason=reason,
        rank=rank,
        counts={"score": job.score},
        finished_at=timezone.now(),
    )
