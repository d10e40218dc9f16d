"""How a run stands, counted from its items: nothing here is an estimate or lives in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from jobops.lib.words import later_each
from orchestrator.models import Job, JobEvent, PipelineRun, RunItem, User
from orchestrator.sources.registry import SOURCES

EXCEPTIONAL = 90
# Steps the wire knows; the inner ones are shown as the step they belong to.
SHOWN = {"start": "crawling", "judging": "scoring", "selecting": "scoring"}
ENDED = ("succeeded", "failed", "skipped", "cancelled")
SENTENCES = later_each(
    {
        "idle": "No run is in progress.",
        "crawling": "Reading sources",
        "importing": "Putting what was found in order",
        "scoring": "Scoring jobs",
        "processing": "Preparing applications",
        "completed": "The run is complete.",
        "cancelled": "The run was cancelled.",
        "failed": "The run failed.",
    }
)


@dataclass(frozen=True)
class Read:
    """What reading sources and boards came to; `current` is one that is being read now."""

    sources: int = 0
    ended: int = 0
    failed: int = 0
    units: int = 0
    asked: int = 0
    requests: int = 0
    fetched: int = 0
    bad: int = 0
    filtered: int = 0
    taken: int = 0
    created: int = 0
    refreshed: int = 0
    linked: int = 0
    current: str | None = None
    current_url: str | None = None


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
    read: Read = Read()

    def stored(self) -> dict[str, int]:
        """Under the names of the wire."""
        read = self.read
        return {
            "found": read.taken,
            "duplicates": read.taken - read.created,
            "created": read.created,
            "refreshed": read.refreshed,
            "linked": read.linked,
            "scored": self.scored,
            "autoSkipped": self.auto_skipped,
            "selected": self.selected,
            "processed": self.processed,
            "failed": self.failed,
        }

    def errors(self) -> dict[str, int]:
        return {
            "sources": self.read.failed,
            "records": self.read.bad,
            "scoring": self.scoring_failed,
            "processing": self.failed,
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
    return Counts(**found, auto_skipped=skipped, read=_read(run))


def histogram(run: PipelineRun) -> list[int]:
    """How many of the jobs scored in the run lie from 0, from 10 … from 90 to 100."""
    met = run.items.filter(step__in=("scoring", "judging"), state="succeeded")
    scores = Job.objects.filter(pk__in=met.values("job_id"), score__isnull=False)
    found = [0] * 10
    for score in scores.values_list("score", flat=True):
        found[min(int(score // 10), 9)] += 1
    return found


def _read(run: PipelineRun) -> Read:
    rows = list(run.items.filter(step="crawling").order_by("rank"))

    def total(name: str) -> int:
        return sum(row.counts.get(name, 0) for row in rows)

    current = next((row for row in rows if row.state == "running" and row.worker), None)
    source = SOURCES.get(current.plan["source"]) if current else None
    return Read(
        sources=len(rows),
        ended=sum(row.state in ENDED for row in rows),
        failed=sum(row.state == "failed" for row in rows),
        units=sum(len(row.plan["units"]) for row in rows),
        asked=sum(row.plan["done"] for row in rows),
        requests=total("requests"),
        fetched=total("fetched"),
        bad=total("bad"),
        filtered=sum(sum(row.counts.get("filtered", {}).values()) for row in rows),
        taken=total("taken"),
        created=total("created"),
        refreshed=total("refreshed"),
        linked=total("linked"),
        current=current.plan["label"] if current else None,
        current_url=source.home if source else None,
    )


def mark(owner: User) -> str:
    """Grows with every change that `snapshot` shows, from run to run."""
    newest = PipelineRun.objects.filter(owner=owner).order_by("-started_at")
    return str(newest.values_list("seq", flat=True).first() or 0)


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
        **_crawling(found.read),
        "jobsDiscovered": found.read.created,
        "jobsScored": found.scored,
        "jobsExceptional": found.exceptional,
        "jobsProcessed": found.processed,
        "totalToProcess": found.selected,
        "currentJob": job and {"id": str(job.pk), "title": job.title, "employer": job.employer},
        "error": run.error_message if run else None,
        "startedAt": _iso(run.started_at) if run else None,
        "completedAt": _iso(run.completed_at) if run and run.completed_at else None,
    }


def _crawling(read: Read) -> dict[str, Any]:
    """What is not known before it is read, such as the number of pages, is counted as it comes."""
    return {
        "crawlingSource": read.current,
        "crawlingPhase": "list" if read.current else None,
        "crawlingCurrentUrl": read.current_url,
        "crawlingSourcesCompleted": read.ended,
        "crawlingSourcesTotal": read.sources,
        "crawlingTermsProcessed": read.asked,
        "crawlingTermsTotal": read.units,
        "crawlingListPagesProcessed": read.requests,
        "crawlingListPagesTotal": read.requests,
        "crawlingJobCardsFound": read.fetched,
        "crawlingJobPagesEnqueued": read.taken,
        "crawlingJobPagesSkipped": read.filtered + read.bad,
        "crawlingJobPagesProcessed": read.taken,
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _detail(step: str, found: Counts) -> str:
    if step in ("crawling", "importing") and found.read.sources:
        read = found.read
        return f"{read.ended} of {read.sources} sources, {read.created:,} new jobs"
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
