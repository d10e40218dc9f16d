"""Interviews as the wire has them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from orchestrator.api.schemas.interviews import InterviewChange, NewInterview
from orchestrator.api.wire import iso
from orchestrator.models import Interview, User
from orchestrator.tracking import interviews

COLUMNS = {"type": "kind", "timezone": "zone", "duration_mins": "minutes"}
BLANK = ("location", "link", "people", "notes")


def shown(rows: Sequence[Interview], *, owner: User) -> list[dict[str, Any]]:
    """With what overlaps, read once for all."""
    beside = interviews.overlaps(rows, owner=owner)
    return [one(row, beside[row.pk]) for row in rows]


def one(row: Interview, beside: Collection[Interview]) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "applicationId": str(row.job_id),
        "scheduledAt": iso(row.scheduled_at),
        "isAllDay": row.is_all_day,
        "timezone": row.zone,
        "durationMins": row.minutes,
        "type": row.kind,
        **{name: getattr(row, name) or None for name in BLANK},
        "outcome": row.outcome,
        "remark": row.remark or None,
        "messageId": str(row.message_id) if row.message_id else None,
        "overlaps": [str(other.pk) for other in beside],
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def columns(body: NewInterview | InterviewChange) -> dict[str, Any]:
    """What was sent, as rows name it; an empty text is none."""
    given = {COLUMNS.get(name, name): value for name, value in body.given().items()}
    return {name: "" if name in BLANK and value is None else value for name, value in given.items()}
