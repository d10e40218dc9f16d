"""Saved and given answers as JSON."""

from __future__ import annotations

from typing import Any

from orchestrator.api.wire import iso
from orchestrator.models import Job, User
from tailoring import answered
from tailoring.answers import Match
from tailoring.answers_doubted import Doubts
from tailoring.models import JobAnswer, SavedAnswer
from tailoring.questions import topics


def saved(row: SavedAnswer) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "question": row.question,
        "answer": row.answer,
        "language": row.language,
        "topic": topics.label(row.topic),
        "private": topics.is_private(row.topic),
        "origin": row.origin,
        "jobId": str(row.job_id) if row.job_id else None,
        "messageId": str(row.source_message_id) if row.source_message_id else None,
        "used": getattr(row, "used", 0),
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def checked(row: SavedAnswer, *, owner: User) -> dict[str, Any]:
    doubts = Doubts(owner).about(row.question, row.answer, language=row.language)
    return {**saved(row), "doubts": doubts}


def match(found: Match) -> dict[str, Any]:
    return {
        "answer": saved(found.saved),
        "score": found.score,
        "why": found.why,
        "caution": found.caution,
    }


def given(row: JobAnswer, *, doubts: Doubts) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "jobId": str(row.job_id),
        "question": row.question,
        "answer": row.answer,
        "savedId": str(row.saved_id) if row.saved_id else None,
        "doubts": doubts.about(row.question, row.answer),
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def of_job(job: Job) -> dict[str, Any]:
    doubts = Doubts(job.owner, job)
    rows = [given(row, doubts=doubts) for row in answered.of(job)]
    return {"answers": rows, "asked": answered.asked_by(job)}
