"""A score with its ledger, as the wire knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestrator.api.wire import iso
from orchestrator.models import FactPatch, OwnRequirement, Requirement, ScoreCard
from orchestrator.pipeline.ledger import Card, Shown

SAME = (
    "band", "engine", "model", "confidence", "reason", "base", "caps", "penalties", "wishes",
    "warnings", "facts", "outdated",
)  # fmt: skip


def score(shown: Shown) -> dict[str, Any]:
    return {
        "card": card(shown) if shown.cards else None,
        "removed": [removed(one) for one in shown.removed],
        "facts": [fact(one) for one in shown.patches],
        "history": [past(one) for one in shown.cards],
    }


def card(shown: Shown) -> dict[str, Any]:
    row = shown.cards[0].card
    rows = zip(shown.rows, shown.mine, strict=True)
    return {
        "id": row.pk,
        "value": _whole(row),
        **{name: getattr(row, name) for name in SAME},
        "subScores": row.sub_scores,
        "whatIf": row.what_if,
        "unusedInstructions": row.unused_instructions,
        "requirements": [requirement(one, own=own) for one, own in rows],
        "resumeId": row.resume_id,
        "resumeRevision": row.resume_revision,
        "rubricVersion": row.rubric_version,
        "lexiconVersion": row.lexicon_version,
        "promptVersion": row.prompt_version,
        "fallbackReason": row.fallback_reason,
        "createdAt": iso(row.created_at),
    }


def requirement(row: Requirement, *, own: OwnRequirement | None) -> dict[str, Any]:
    same = ("scope", "importance", "weight", "text", "quote", "terms", "threshold", "label",
            "origin")  # fmt: skip
    return {
        "ownId": own.pk if own else None,
        **{name: getattr(row, name) for name in same},
        "evidence": [evidence(one) for one in row.evidence],
    }


def evidence(proof: Mapping[str, str]) -> dict[str, str]:
    return {"itemId": proof["item_id"], "field": proof["field"], "quote": proof["quote"]}


def removed(row: OwnRequirement) -> dict[str, Any]:
    return {"ownId": row.pk, "scope": row.scope, "text": row.text, "terms": row.terms}


def fact(row: FactPatch) -> dict[str, Any]:
    same = ("field", "value", "previous", "quote", "engine")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in same},
        "undone": row.state == "undone",
        "at": iso(row.at),
    }


def past(one: Card) -> dict[str, Any]:
    row = one.card
    return {
        "id": row.pk,
        "value": _whole(row),
        "engine": row.engine,
        "confidence": row.confidence,
        "differs": list(one.differs),
        "createdAt": iso(row.created_at),
    }


def _whole(row: ScoreCard) -> int | None:
    return None if row.value is None else round(row.value)
