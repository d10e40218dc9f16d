"""How a run stands, counted from its items: nothing here is an estimate or lives in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from orchestrator.models import Job, JobEvent, PipelineRun, RunItem, User

EXCEPTIONAL = 90
# Steps the wire knows; the inner ones are shown as the step they belong to.
SHOWN = {"start": "scoring", "judging": "scoring", "selecting": "scoring"}
CRAWLING = (
    "crawlingSourcesCompleted", "crawlingSourcesTotal", "crawlingTermsProcessed",
    "crawlingTermsTotal", "crawlingListPagesProcessed", "crawlingListPagesTotal",
    "crawlingJobCardsFound", "crawlingJobPagesEnqueued", "crawlingJobPagesSkipped",
    "crawlingJobPagesProcessed",
)  # fmt: skip
SENTENCES = {
    "idle": "No run is in progress.",
    "scoring": "Scoring jobs",
    "processing": "Preparing applications",
    "completed": "The run is complete.",
    "cancelled": "The run was cancelled.",
    "failed": "The run failed.",
}


@dataclass(frozen=True)
class Counts:
    """Items of a run by what became of them."""

    scored: int = 0
    to_score: int = 0
    exceptional: int = 0
    scoring_failed: int = 0
    auto_skipped: int = 0
    selected: int = 0
    processed: int = 0
    failed: int = 0

    def stored(self) -> dict[str, int]:
        """Under the names of the wire; jobs found come with sources."""
        return {
            "found": 0,
            "duplicates": 0,
            "created": 0,
            "scored": self.scored,
            "autoSkipped": self.auto_skipped,
            "selected": self.selected,
            "processed": self.processed,
            "failed": self.failed,
        }


def counts(run: PipelineRun) -> Counts:
    scoring, processing = Q(step="scoring"), Q(step="processing")
    found = run.items.aggregate(
        scored=Count("pk", filter=scoring & Q(state="succeeded")),
        to_score=Count("pk", filter=Q(step__in=("scoring", "judging"))),
        exceptional=Count("pk", filter=scoring & Q(state="succeeded", job__score__gt=EXCEPTIONAL)),
        scoring_failed=Count("pk", filter=Q(step__in=("scoring", "judging"), state="failed")),
        selected=Count("pk", filter=processing),
        processed=Count("pk", filter=processing & Q(state="succeeded")),
        failed=Count("pk", filter=processing & Q(state="failed")),
    )
    skipped = JobEvent.objects.filter(
        owner=run.owner, kind="job.auto_skipped", pipeline_run_id=run.pk
    ).count()
    return Counts(**found, auto_skipped=skipped)


def snapshot(owner: User) -> dict[str, Any]:
    """The progress object of docs/api.md for the owner's newest run, or the idle one."""
    run = PipelineRun.objects.filter(owner=owner).order_by("-started_at").first()
    if run is None:
        return _body("idle", Counts(), run=None, job=None)
    step = SHOWN.get(run.step, run.step)
    return _body(step, counts(run), run=run, job=_current(run))


def _body(step: str, found: Counts, *, run: PipelineRun | None, job: Job | None) -> dict[str, Any]:
    return {
        "step": step,
        "message": SENTENCES.get(step, ""),
        "detail": _detail(step, found),
        "crawlingSource": None,
        "crawlingPhase": None,
        "crawlingCurrentUrl": None,
        **dict.fromkeys(CRAWLING, 0),
        "jobsDiscovered": 0,
        "jobsScored": found.scored,
        "jobsExceptional": found.exceptional,
        "jobsProcessed": found.processed,
        "totalToProcess": found.selected,
        "currentJob": job and {"id": str(job.pk), "title": job.title, "employer": job.employer},
        "error": run.error_message if run else None,
        "startedAt": _iso(run.started_at) if run else None,
        "completedAt": _iso(run.completed_at) if run and run.completed_at else None,
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _detail(step: str, found: Counts) -> str:
    if step == "scoring":
        return f"{found.scored:,} scored"
    if step in ("processing", "completed") and found.selected:
        failed = f", {found.failed} failed" if found.failed else ""
        return f"{found.processed} of {found.selected} prepared{failed}"
    return ""


def _current(run: PipelineRun) -> Job | None:
    if run.status != "running":
        return None
    item = (
        RunItem.objects.filter(run=run, state="running", job__isnull=False)
        .select_related("job")
        .only("job__id", "job__title", "job__employer")
        .order_by("rank")
        .first()
    )
    return item.job if item else None
