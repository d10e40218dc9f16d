"""What a waiting task is about, for people: its name and the id it works on, never its payload."""

from __future__ import annotations

from typing import Any

from django_q.models import OrmQ

UNREADABLE = "unreadable"


def name_of(row: OrmQ) -> str:
    return str(_task(row).get("name", UNREADABLE))


def subject_of(row: OrmQ) -> str:
    """The id a task was queued for; empty when it has none."""
    arguments = _task(row).get("args") or ()
    return str(arguments[0]) if arguments else ""


def _task(row: OrmQ) -> dict[str, Any]:
    # django-q2 answers with an id only when the row was signed with another key.
    task: dict[str, Any] = row.task
    return task
