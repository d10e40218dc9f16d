"""What a run came to, told from its own rows: by source, by job, by reason, by cost."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from jobops.lib.words import later_each
from orchestrator.models import LlmCall, PipelineRun, RunItem, User
from orchestrator.pipeline import crawling, plan, progress
from orchestrator.sources.registry import SOURCES

SHOWN_JOBS = 20
REASONS = later_each(
    {
        "duplicate": "The same job as another one",
        "unscored": "No score yet",
        "not_in_run": "Not met in this run",
        "below_minimum": "Score below the minimum",
        "blocked_employer": "Employer blocked",
        "deadline_passed": "Deadline passed",
        "listing_closed": "Listing closed",
        "uploaded_pdf": "Has a PDF of your own",
        "failed_often": "Failed three times this week",
        "beyond_top_n": "Others scored higher",
    }
)


def insights(run: PipelineRun) -> dict[str, Any]:
    """The insights object of docs/api.md without the run itself."""
    used, left_out = plan.used_terms(run.options.get("searchTerms") or ())
    found = run.counts if run.status != "running" else progress.counts(run).stored()
    return {
        "durationMs": _milliseconds(run),
        "counts": {name: found.get(name, 0) for name in progress.Counts().stored()},
        "terms": used,
        "termsLeftOut": left_out,
        "notice": run.counts.get("notice"),
        "perSource": read(run),
        "scores": _scores(run),
        "chosen": [_job(item) for item in _with_jobs(run.items.filter(step="processing"))],
        "notChosen": _not_chosen(run),
        "errors": [_error(item) for item in _with_jobs(run.items.filter(state="failed"))],
        "usage": spent_by(run.owner, pipeline_run_id=run.pk),
    }


def read(run: PipelineRun) -> list[dict[str, Any]]:
    """What each source and board gave."""
    return [_source(item) for item in run.items.filter(step="crawling").order_by("rank")]


def _milliseconds(run: PipelineRun) -> int:
    end = run.completed_at or timezone.now()
    return max(round((end - run.started_at).total_seconds() * 1000), 0)


def _source(item: RunItem) -> dict[str, Any]:
    counts, units = item.counts, item.plan["units"]
    numbers = ("fetched", "bad", "taken", "created", "refreshed", "linked", "unchanged",
               "unknownPlace", "requests", "seconds")  # fmt: skip
    source = SOURCES.get(item.plan["source"])
    return {
        "source": item.plan["source"],
        "kind": source.kind if source else "feed",
        "label": crawling.label(item),
        "board": item.plan.get("board"),
        "state": _state(item),
        "reason": item.reason,
        **{name: counts.get(name, 0) for name in numbers},
        "filtered": counts.get("filtered", {}),
        "samples": counts.get("samples", {}),
        "questions": len(units),
        "questionsAsked": item.plan["done"],
        "questionsBeyondBudget": sum(not unit["limit"] for unit in units),
        "attempts": item.attempt,
        "error": item.error,
    }


def _state(item: RunItem) -> str:
    """A source that failed after it gave something is called partial."""
    return "partial" if item.state == "failed" and item.counts.get("taken") else item.state


def _scores(run: PipelineRun) -> list[int]:
    """How many of the jobs scored in the run lie from 0, from 10 … from 90 to 100."""
    stored = run.counts.get("scores")
    return list(stored) if stored else progress.histogram(run)


def _not_chosen(run: PipelineRun) -> list[dict[str, Any]]:
    rows = run.items.filter(step="selecting")
    numbers = dict(rows.values_list("reason").annotate(number=Count("pk")).order_by())
    shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reason in numbers:
        first = _with_jobs(rows.filter(reason=reason))[:SHOWN_JOBS]
        shown[reason] = [_job(item) for item in first]
    return [
        {
            "reason": reason,
            "sentence": REASONS.get(reason, reason),
            "jobs": number,
            "first": shown[reason],
        }
        for reason, number in sorted(numbers.items(), key=lambda one: -one[1])
    ]


def _with_jobs(items: QuerySet[RunItem]) -> QuerySet[RunItem]:
    named = ("job__id", "job__title", "job__employer", "job__status")
    own = ("run", "step", "state", "reason", "error", "counts", "plan", "reference", "rank", "kind")
    return items.select_related("job").only(*own, *named).order_by("rank")


def _job(item: RunItem) -> dict[str, Any]:
    return {
        "job": _named(item),
        "score": item.counts.get("score"),
        "state": item.state,
        "reason": item.reason,
        "error": item.error,
    }


def _error(item: RunItem) -> dict[str, Any]:
    error = item.error or {}
    return {
        "step": progress.SHOWN.get(item.step, item.step),
        "source": item.plan.get("source"),
        "label": crawling.label(item) if item.kind != "job" else None,
        "job": _named(item),
        "kind": error.get("kind", "failed"),
        "sentence": error.get("sentence", ""),
    }


def _named(item: RunItem) -> dict[str, str] | None:
    """Null for a source, and for a job that was deleted since."""
    if item.job is None:
        return None
    return {"id": str(item.job.pk), "title": item.job.title, "employer": item.job.employer}


def spent_by(owner: User, **work: UUID) -> dict[str, Any]:
    """What some work's calls to a model cost, from the ledger; cost is null when nobody knows."""
    calls = LlmCall.objects.filter(owner=owner, **work)
    total = calls.aggregate(
        calls=Count("pk"), prompt=Sum("prompt_tokens"), answer=Sum("completion_tokens"),
        cost=Sum("cost"),
    )  # fmt: skip
    return {
        "calls": total["calls"],
        "promptTokens": total["prompt"] or 0,
        "completionTokens": total["answer"] or 0,
        "cost": None if total["cost"] is None else float(total["cost"]),
    }
