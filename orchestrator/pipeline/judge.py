"""Scoring one job: gather what scoring needs, score, store the card."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Refused
from jobops.lib.llm import Gateway
from orchestrator import gateway as gateways
from orchestrator import leases, lifecycle, preferences
from orchestrator.jobs import facts
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobQuerySet, Operation, Requirement, ScoreCard, User
from orchestrator.models.job import digest_of
from orchestrator.pipeline import slots
from orchestrator.scoring.card import Options, Row, Score
from orchestrator.scoring.score import score
from tailoring import library
from tailoring.briefing import briefed
from tailoring.documents.profile import profile

KEPT_CARDS = 20


def request(job: Job, *, actor: str, force: bool = False) -> Operation:
    """Claim the score slot. Raises Busy or Refused."""
    if job.status == Status.PROCESSING:
        raise Refused("status_not_allowed", status=job.status)
    slots.require_worker()
    with transaction.atomic():
        operation = slots.new_operation(
            job, kind="rescore", options={"force": force, "actor": actor}
        )
        token = slots.take(job, slot="score", kind=leases.RESCORE, operation=operation)
        return slots.queue(operation, token=token, task="rescore_job")


def run(operation_id: str) -> None:
    work = slots.begin(operation_id)
    if work is None:
        return
    with slots.kept(work):
        try:
            model = gateways.for_owner(work.job.owner, cancelled=lambda: not slots.still_mine(work))
            judge(work.job, gateway=model, force=work.operation.options["force"])
            this = Job.objects.filter(pk=work.job.pk)
            skip_below(this, owner=work.job.owner, actor="worker")
        except Exception as error:  # the slot must come free, whatever it was
            slots.fail(work, error)
        else:
            slots.succeed(work, result={})
        finally:
            slots.release(work, "score")


def skip_below(jobs: JobQuerySet, *, owner: User, actor: str) -> int:
    """Skip those of `jobs` that score below the owner's threshold; how many. Each can be undone."""
    threshold = preferences.of(owner)["autoSkipScoreThreshold"]
    if threshold is None:
        return 0
    skipped = 0
    for job in jobs.filter(owner=owner).below(threshold):
        with suppress(leases.Busy, leases.Superseded, lifecycle.IllegalTransition):
            data = {"score": job.score, "threshold": threshold}
            lifecycle.move(job, "auto_skip", actor=actor, context={"data": data})
            skipped += 1
    return skipped


def score_now(job: Job, *, on: date | None = None, instructions: str | None = None) -> Job:
    """The computed score, at once; what an import or a page calls."""
    return judge(job, gateway=None, on=on, instructions=instructions)


def judge(
    job: Job,
    *,
    gateway: Gateway | None,
    force: bool = True,
    on: date | None = None,
    instructions: str | None = None,
) -> Job:
    """Score `job` and store a card, unless nothing changed since the last one and `force` is off.

    A failing model leaves the computed score. A score the owner typed meanwhile is kept.
    `instructions` stand in for the owner's setting.
    """
    version = library.base_of(job)
    wanted = preferences.of(job.owner)
    options = Options(
        penalize_missing_salary=wanted["penalizeMissingSalary"],
        missing_salary_penalty=wanted["missingSalaryPenalty"],
        instructions=wanted["scoringInstructions"] if instructions is None else instructions,
    )
    brief = briefed(job)
    engine = gateway.model if gateway else "computed"
    inputs = digest_of(
        {"facts": asdict(brief), "resume": version.digest if version else None,
         "options": asdict(options), "engine": engine}
    )  # fmt: skip
    if not force and job.cards.filter(inputs=inputs).exists() and not job.score_outdated:
        return job
    shown = profile(version.data) if version else None
    started = facts.revisions(job)
    found = score(
        brief, profile=shown, options=options, gateway=gateway, on=on or timezone.localdate()
    )
    return _store(job, found, inputs=inputs, started=started, version=version)


def _store(job: Job, found: Score, *, inputs: str, started: dict[str, int], version: Any) -> Job:
    with transaction.atomic():
        row = lifecycle.fresh(job)
        card = _card(row, found, inputs=inputs, version=version)
        before = lifecycle.snapshot(row)
        if facts.revisions(row)["score"] == started["score"]:
            row.score, row.score_reason = found.value, found.reason
            row.score_engine, row.score_confidence = found.engine, found.confidence
            row.score_outdated = facts.revisions(row)["description"] != started["description"]
        if found.brief and facts.revisions(row)["brief"] == started["brief"]:
            row.brief = json.dumps(found.brief, ensure_ascii=False)
            row.brief_revision += 1
        if lifecycle.snapshot(row) != before:
            data = {"score": found.value, "engine": found.engine, "card": str(card.pk)}
            lifecycle.record(
                row, "job.scored", before=before, actor="worker", context={"data": data}
            )
    return row


def _card(job: Job, found: Score, *, inputs: str, version: Any) -> ScoreCard:
    card = ScoreCard.objects.create(
        job=job,
        resume_id=version.document_id if version else None,
        resume_revision=version.revision if version else None,
        inputs=inputs,
        **_columns(found),
    )
    Requirement.objects.bulk_create(
        Requirement(card=card, ordinal=number, **row)
        for number, row in enumerate(map(_row, found.rows))
    )
    old = job.cards.order_by("-created_at", "-id").values_list("pk", flat=True)[KEPT_CARDS:]
    ScoreCard.objects.filter(pk__in=list(old)).delete()
    return card


def _columns(found: Score) -> dict[str, Any]:
    """The card's own columns; the ledger's rows are stored apart."""
    same = ("engine", "value", "reason", "band", "confidence", "sub_scores", "base",
            "rubric_version", "lexicon_version", "prompt_version", "fallback_reason")  # fmt: skip
    lists = {
        name: [asdict(one) for one in getattr(found, name)]
        for name in ("caps", "penalties", "wishes", "what_if")
    }
    return {**{name: getattr(found, name) for name in same}, **lists, "model": found.model or ""}


def _row(row: Row) -> dict[str, Any]:
    """A ledger row as columns; texts are cut to what the columns hold."""
    return {
        "scope": row.scope,
        "importance": row.importance,
        "weight": row.weight,
        "text": row.text[:200],
        "quote": row.quote[:300],
        "terms": list(row.terms),
        "threshold": row.threshold,
        "label": row.label,
        "evidence": [asdict(one) for one in row.evidence],
        "origin": row.origin,
    }
