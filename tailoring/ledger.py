"""What a job's posting asks for, as the newest score has it."""

from __future__ import annotations

from collections.abc import Sequence

from orchestrator.models import Job, Requirement
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import extract
from orchestrator.scoring.posting import read as read_posting
from tailoring.briefing import briefed


def rows_of(job: Job) -> Sequence[Row]:
    """The ledger of the newest score, or what rules read in the posting."""
    newest = job.cards.order_by("-created_at", "-id").values("pk")[:1]
    stored = list(Requirement.objects.filter(card__in=newest).order_by("ordinal"))
    return [_row(one) for one in stored] or extract(read_posting(briefed(job)))[0]


def _row(stored: Requirement) -> Row:
    return Row(
        scope=stored.scope,  # type: ignore[arg-type]
        importance=stored.importance,  # type: ignore[arg-type]
        weight=stored.weight,
        text=stored.text,
        quote=stored.quote,
        terms=tuple(stored.terms),
        threshold=stored.threshold,
    )
