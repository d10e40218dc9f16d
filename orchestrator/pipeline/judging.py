"""The part of a run in which a model judges jobs, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from orchestrator import gateway
from orchestrator.lifecycle import Status
from orchestrator.models import Job, PipelineRun, RunItem, ScoreCard
from orchestrator.pipeline import items, judge
from orchestrator.pipeline.desk import Desk
from orchestrator.pipeline.items import Ending
from tailoring import library

# One of these is true for every further call as well, so it is paid for once per run.
HOPELESS = frozenset({"refused_key", "out_of_credit", "limit_reached", "unreachable"})
FELL_BACK = "The model did not answer; the computed score stands."


def worth_a_model(run: PipelineRun) -> Sequence[UUID]:
    """The best jobs by their computed score that this model has not judged as they are now."""
    model = gateway.for_owner(run.owner)
    if model is None or library.default(run.owner) is None:
        return ()
    recently = Q(
        cards__fallback_reason__isnull=False,
        cards__created_at__gt=timezone.now() - timedelta(days=1),
    )
    jobs = (
        Job.objects.filter(owner=run.owner, status=Status.DISCOVERED, score__isnull=False)
        .primaries()
        .exclude(score_engine="user")
        .exclude(score_engine="model", score_outdated=False, cards__model=model.model)
        .annotate(fell_back=Count("cards", filter=recently))
        .filter(fell_back__lt=items.TRIES)
    )
    if run.options["candidates"] == "run":
        jobs = jobs.filter(pk__in=items.met_in(run))
    best = jobs.order_by("-score", "-discovered_at", "-id").values_list("pk", flat=True)
    return list(best[: run.options["scoreLimit"]])


class Judge:
    """For one task: what all its jobs share is read once."""

    def __init__(self, run: PipelineRun) -> None:
        self._run = run
        self._gateway = gateway.for_owner(run.owner, cancelled=lambda: items.is_cancelled(run.pk))
        self._desk = Desk(run.owner, instructions=run.options.get("scoringInstructions"))

    def one(self, item: RunItem) -> Ending:
        """Let the model judge the item's job."""
        job = item.job
        if job is None or job.status != Status.DISCOVERED:
            return Ending("skipped", reason="moved")
        before = timezone.now()
        judge.judge(job, gateway=self._gateway, force=False, desk=self._desk)
        fallback = (
            ScoreCard.objects.filter(job=job, created_at__gte=before, fallback_reason__isnull=False)
            .values_list("fallback_reason", flat=True)
            .first()
        )
        if fallback is None:
            return Ending("succeeded")
        if fallback in HOPELESS:
            self._run.items.filter(step="judging", state="pending").update(
                state="skipped", reason=fallback, finished_at=timezone.now()
            )
        return Ending("failed", error={"kind": fallback, "sentence": FELL_BACK})
