"""Scores become cards: the newest is what the job says, the last twenty stay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from jobops import logs
from orchestrator import lifecycle
from orchestrator.jobs import facts
from orchestrator.models import Job, JobEvent, Requirement, ScoreCard, User
from orchestrator.pipeline.desk import Draft, posting_digest
from orchestrator.scoring.card import Row, Score

KEPT_CARDS = 20


def store(owner: User, drafts: Sequence[Draft], *, actor: str = "worker") -> dict[UUID, Job]:
    """One transaction for all; the rows as they are then, without those that are gone.

    What the owner typed since a score was begun stays.
    """
    with transaction.atomic():
        ids = [draft.job.pk for draft in drafts]
        locked = Job.objects.select_for_update().filter(owner=owner, pk__in=ids).order_by("pk")
        rows = {row.pk: row for row in locked}
        here = [draft for draft in drafts if draft.job.pk in rows]
        cards = {draft.job.pk: _card(draft, rows[draft.job.pk]) for draft in here}
        ScoreCard.objects.bulk_create(cards.values())
        Requirement.objects.bulk_create(
            Requirement(card=cards[draft.job.pk], ordinal=number, **_columns_of_row(row))
            for draft in here
            for number, row in enumerate(draft.found.rows)
        )
        moved = [
            rows[d.job.pk]
            for d in drafts
            if d.job.pk in rows and _take(rows[d.job.pk], d, cards[d.job.pk])
        ]
        JobEvent.objects.write_all(
            moved, "job.scored", actor=actor, at=timezone.now(), ids=logs.current(),
            each=lambda job: {"at": job.updated_at, "data": _said(cards[job.pk])},
        )  # fmt: skip
        _prune(list(cards))
    return rows


def _take(row: Job, draft: Draft, card: ScoreCard) -> bool:
    """Write what is new on a locked row; false when nothing was."""
    before, found, now = lifecycle.snapshot(row), draft.found, facts.revisions(row)
    if now["score"] == draft.started["score"]:
        row.score, row.score_reason = found.value, found.reason
        row.score_engine, row.score_confidence = found.engine, found.confidence
        row.score_outdated = card.outdated
        row.likeness, row.score_basis = found.standing.likeness, draft.basis
    if found.brief and now["brief"] == draft.started["brief"]:
        row.brief = json.dumps(found.brief, ensure_ascii=False)
        row.brief_revision += 1
    if lifecycle.snapshot(row) == before:
        return False
    row.updated_at = max(timezone.now(), before["updated_at"] + timedelta(milliseconds=1))
    after = lifecycle.snapshot(row)
    changed = {name: value for name, value in after.items() if value != before[name]}
    Job.objects.filter(pk=row.pk).update(**changed)
    return True


def _said(card: ScoreCard) -> Mapping[str, Any]:
    return {"score": card.value, "engine": card.engine, "card": str(card.pk)}


def _card(draft: Draft, row: Job) -> ScoreCard:
    version = draft.version
    return ScoreCard(
        job_id=draft.job.pk,
        resume_id=version.document_id if version else None,
        resume_revision=version.revision if version else None,
        inputs=draft.inputs,
        posting_hash=draft.posting,
        outdated=posting_digest(row) != draft.posting,
        options=asdict(draft.options),
        **_columns(draft.found),
    )


def _prune(jobs: Sequence[UUID]) -> None:
    counted = ScoreCard.objects.filter(job__in=jobs).values_list("job").annotate(n=Count("pk"))
    for job, _ in counted.filter(n__gt=KEPT_CARDS).order_by():
        old = ScoreCard.objects.filter(job=job).order_by("-created_at", "-id")
        kept = list(old.values_list("pk", flat=True)[:KEPT_CARDS])
        ScoreCard.objects.filter(job=job).exclude(pk__in=kept).delete()


def _columns(found: Score) -> dict[str, Any]:
    """The card's own columns; the ledger's rows are stored apart."""
    same = ("engine", "value", "reason", "band", "confidence", "sub_scores", "base",
            "rubric_version", "lexicon_version", "prompt_version", "fallback_reason")  # fmt: skip
    lists = {
        name: [asdict(one) for one in getattr(found, name)]
        for name in ("caps", "penalties", "wishes", "what_if")
    }
    told = {name: list(getattr(found, name)) for name in ("warnings", "unused_instructions")}
    return {
        **{name: getattr(found, name) for name in same},
        **lists,
        **told,
        "standing": asdict(found.standing),
        "model": found.model or "",
    }


def _columns_of_row(row: Row) -> dict[str, Any]:
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
        "unverified": row.unverified,
        "listed": row.listed,
    }
