"""Scores become cards: the newest is what the job says, the last twenty stay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from jobops import logs
from orchestrator import lifecycle
from orchestrator.jobs import facts
from orchestrator.models import FactPatch, Job, JobEvent, Requirement, ScoreCard, User
from orchestrator.pipeline import bases, patches
from orchestrator.pipeline.desk import Draft, inputs_of, posting_digest
from orchestrator.scoring.card import Row, Score

KEPT_CARDS = 20


@dataclass(frozen=True)
class Filed:
    """A score with its job's locked row, what the row was, its card and the facts it brought."""

    draft: Draft
    row: Job
    before: Mapping[str, Any]
    card: ScoreCard
    taken: Sequence[FactPatch]


def store(owner: User, drafts: Sequence[Draft], *, actor: str = "worker") -> dict[UUID, Job]:
    """One transaction for all; the rows as they are then, without those that are gone.

    What the owner typed since a score was begun stays.
    """
    with transaction.atomic():
        ids = [draft.job.pk for draft in drafts]
        locked = Job.objects.select_for_update().filter(owner=owner, pk__in=ids).order_by("pk")
        rows = {row.pk: row for row in locked}
        filed = [_filed(draft, rows[draft.job.pk]) for draft in drafts if draft.job.pk in rows]
        cards = {one.row.pk: one.card for one in filed}
        ScoreCard.objects.bulk_create(cards.values())
        Requirement.objects.bulk_create(
            Requirement(card=one.card, ordinal=number, **_columns_of_row(row))
            for one in filed
            for number, row in enumerate(one.draft.found.rows)
        )
        FactPatch.objects.bulk_create(patch for one in filed for patch in one.taken)
        moved = [one.row for one in filed if _written(one)]
        JobEvent.objects.write_all(
            moved, "job.scored", actor=actor, at=timezone.now(), ids=logs.current(),
            each=lambda job: {"at": job.updated_at, "data": _said(cards[job.pk])},
        )  # fmt: skip
        _prune(list(cards))
    return rows


def _filed(draft: Draft, row: Job) -> Filed:
    """Facts are taken over unless the posting moved meanwhile; then the card is outdated."""
    before = lifecycle.snapshot(row)
    outdated = posting_digest(row) != draft.posting
    found = () if outdated else draft.found.facts
    taken = patches.take(row, found, engine=draft.found.engine)
    return Filed(draft, row, before, _card(draft, row, outdated=outdated), taken)


def _written(filed: Filed) -> bool:
    """Write what is new on a locked row; false when nothing was."""
    row, before, draft, card = filed.row, filed.before, filed.draft, filed.card
    found, now = draft.found, facts.revisions(row)
    if now["score"] == draft.started["score"]:
        row.score, row.score_reason = found.value, found.reason
        row.score_engine, row.score_confidence = found.engine, found.confidence
        row.score_outdated = card.outdated
        row.likeness, row.score_basis = found.standing.likeness, draft.basis
    if found.brief and now["brief"] == draft.started["brief"]:
        row.brief = json.dumps(found.brief, ensure_ascii=False)
        row.brief_revision += 1
    if draft.is_best and draft.version is not None:
        bases.put(row, draft.version)
    if lifecycle.snapshot(row) == before:
        return False
    row.updated_at = max(timezone.now(), before["updated_at"] + timedelta(milliseconds=1))
    after = lifecycle.snapshot(row)
    changed = {name: value for name, value in after.items() if value != before[name]}
    Job.objects.filter(pk=row.pk).update(**changed)
    return True


def _said(card: ScoreCard) -> Mapping[str, Any]:
    return {"score": card.value, "engine": card.engine, "card": str(card.pk)}


def _card(draft: Draft, row: Job, *, outdated: bool) -> ScoreCard:
    """Its inputs are those after its own facts were taken over, or it would be outdated by them."""
    version, told = draft.version, draft.options.instructions
    posting = draft.posting if outdated else posting_digest(row)
    return ScoreCard(
        job_id=draft.job.pk,
        resume_id=version.document_id if version else None,
        resume_revision=version.revision if version else None,
        inputs=inputs_of(posting, basis=draft.basis, told=told, engine=draft.engine, own=draft.own),
        posting_hash=posting,
        outdated=outdated,
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
        "facts": [asdict(one) for one in found.facts],
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
