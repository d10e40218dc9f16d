"""The owner's notes on a job. A removed note stays for a while, so that removing can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.models import Job, Note

TITLE_LIMIT = 120
CONTENT_LIMIT = 20_000
MILLISECOND = timedelta(milliseconds=1)
NO_SOURCE: Mapping[str, str] = {}


def of(job: Job) -> QuerySet[Note]:
    """What the owner sees, the newest change first."""
    return job.notes.filter(removed_at=None).order_by("-updated_at", "-created_at", "-id")


def removed(job: Job) -> QuerySet[Note]:
    """What `restore` can bring back, the last removed first."""
    return job.notes.filter(removed_at__isnull=False).order_by("-removed_at", "-id")


def add(
    job: Job, *, title: str, content: str, actor: str, source: Mapping[str, str] = NO_SOURCE
) -> Note:
    """`source`: where the words are from, when the owner did not write them; the event tells it."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        note = Note(job=row, title=title, content=content)
        note.updated_at = note.created_at
        note.save(force_insert=True)
        _record(row, "job.note_added", note, actor=actor, source=source)
    return note


def change(
    note: Note, *, title: str, content: str, actor: str, expected: datetime | None = None
) -> Note:
    """Equal texts write nothing. `expected` is the `updated_at` the caller saw. Raises
    Refused(revision_mismatch), and Http404 when it was removed meanwhile.
    """
    with transaction.atomic():
        row = lifecycle.fresh(note.job)
        stored = _stored(row, note.pk, removed=False)
        if expected is not None and expected != stored.updated_at:
            raise Refused("revision_mismatch", updatedAt=stored.updated_at)
        if (stored.title, stored.content) == (title, content):
            return stored
        stored.title, stored.content = title, content
        stored.updated_at = max(timezone.now(), stored.updated_at + MILLISECOND)
        stored.save(update_fields=["title", "content", "updated_at"])
        _record(row, "job.note_changed", stored, actor=actor)
    return stored


def remove(note: Note, *, actor: str) -> None:
    """Mark it as removed; `restore` takes that back."""
    with transaction.atomic():
        row = lifecycle.fresh(note.job)
        stored = _stored(row, note.pk, removed=False)
        stored.removed_at = timezone.now()
        stored.save(update_fields=["removed_at"])
        _record(row, "job.note_removed", stored, actor=actor)


def restore(job: Job, pk: UUID, *, actor: str) -> Note:
    """The note as it was, in its old place. Raises Http404 when there is none; a note that was
    not removed stays as it is.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if note := row.notes.filter(pk=pk, removed_at=None).first():
            return note
        stored = _stored(row, pk, removed=True)
        stored.removed_at = None
        stored.save(update_fields=["removed_at"])
        _record(row, "job.note_restored", stored, actor=actor)
    return stored


def _stored(job: Job, pk: UUID, *, removed: bool) -> Note:
    found: Note | None = job.notes.filter(pk=pk, removed_at__isnull=not removed).first()
    if found is None:
        raise Http404
    return found


def _record(
    row: Job, kind: str, note: Note, *, actor: str, source: Mapping[str, str] = NO_SOURCE
) -> None:
    context: Mapping[str, Any] = {"data": {"note": str(note.pk), **source}}
    lifecycle.record(row, kind, before=lifecycle.snapshot(row), actor=actor, context=context)
