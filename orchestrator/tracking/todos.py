"""Reminders of the owner's. Each write raises the job's clock, so that open pages notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.models import Job, ToDo


def open_ones(job: Job) -> QuerySet[ToDo]:
    """What is still to do, the most pressing first, undated ones last."""
    return every(job).filter(is_completed=False)


def every(job: Job) -> QuerySet[ToDo]:
    return job.todos.filter(removed_at=None).order_by(F("due_at").asc(nulls_last=True), "id")


def in_order(found: Iterable[ToDo]) -> list[ToDo]:
    """The same order for rows already read; removed ones left out."""
    kept = [todo for todo in found if todo.removed_at is None]
    return sorted(kept, key=lambda one: (one.due_at is None, one.due_at or one.created_at, one.pk))


def add(
    job: Job,
    title: str,
    *,
    kind: str,
    actor: str,
    due_at: datetime | None = None,
    notes: str | None = None,
) -> ToDo:
    with transaction.atomic():
        row = lifecycle.fresh(job)
        made = ToDo.objects.create(job=row, kind=kind, title=title, due_at=due_at, notes=notes)
        _tell(row, made, change="added", actor=actor)
    return made


def change(todo: ToDo, changes: Mapping[str, Any], *, actor: str) -> ToDo:
    """Change `kind`, `title`, `due_at`, `is_completed` or `notes`; equal values change nothing."""
    with transaction.atomic():
        row = lifecycle.fresh(todo.job)
        stored = row.todos.get(pk=todo.pk)
        changed = [name for name, value in changes.items() if getattr(stored, name) != value]
        if changed:
            _store(stored, {name: changes[name] for name in changed})
            _tell(row, stored, change=_word(stored, changed), actor=actor)
    return stored


def remove(todo: ToDo, *, actor: str) -> None:
    _mark(todo, timezone.now(), change="removed", actor=actor)


def take_back(todo: ToDo, *, actor: str) -> None:
    """Undo of an addition."""
    _mark(todo, timezone.now(), change="undone", actor=actor)


def restore(todo: ToDo, *, actor: str) -> None:
    """Undo of a removal."""
    _mark(todo, None, change="restored", actor=actor)


def _mark(todo: ToDo, removed_at: datetime | None, *, change: str, actor: str) -> None:
    with transaction.atomic():
        row = lifecycle.fresh(todo.job)
        stored = row.todos.get(pk=todo.pk)
        if (stored.removed_at is None) != (removed_at is None):
            _store(stored, {"removed_at": removed_at})
            _tell(row, stored, change=change, actor=actor)


def _store(todo: ToDo, values: Mapping[str, Any]) -> None:
    for name, value in {**values, "updated_at": timezone.now()}.items():
        setattr(todo, name, value)
    todo.save(update_fields=[*values, "updated_at"])


def _word(todo: ToDo, changed: Iterable[str]) -> str:
    if "is_completed" not in changed:
        return "edited"
    return "completed" if todo.is_completed else "reopened"


def _tell(row: Job, todo: ToDo, *, change: str, actor: str) -> None:
    context = {"data": {"todo": str(todo.pk), "change": change}}
    before = lifecycle.snapshot(row)
    lifecycle.record(row, "job.todo_changed", before=before, actor=actor, context=context)
