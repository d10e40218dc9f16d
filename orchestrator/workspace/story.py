"""What happened to a job, in sentences: its events, the last failure, what can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from orchestrator.lifecycle import IN_PLACE, UNDO_WINDOW, UNDOABLE, Status
from orchestrator.models import Job, JobEvent, User

SHOWN = 30
LOOKED_AT = 100
WORDS: Mapping[str, str] = {
    "job.created": "Added",
    "processing.started": "Tailoring started",
    "processing.finished": "Ready, PDF built",
    "processing.failed": "Tailoring failed",
    "processing.abandoned": "Tailoring was interrupted",
    "processing.cancelled": "Tailoring cancelled",
    "job.marked_ready": "Moved to Ready",
    "job.returned": "Moved back to Discovered",
    "job.skipped": "Skipped",
    "job.auto_skipped": "Skipped, score below your threshold",
    "job.applied": "Marked applied",
    "job.stage_synced": "Stage changed",
    "job.reopened": "Reopened",
    "job.expired": "Closed, no longer open for applications",
    "job.relisted": "Open again at its source",
    "job.undone": "Undone",
    "job.scored": "Scored",
    "job.tailored": "Texts tailored",
    "job.edited": "Edited",
    "job.outcome_set": "Outcome set",
    "job.timeline_changed": "Timeline changed",
    "job.todo_changed": "To-do changed",
    "job.note_added": "Note added",
    "job.note_changed": "Note changed",
    "job.note_removed": "Note deleted",
    "job.note_restored": "Note brought back",
    "job.document_added": "Document added",
    "job.document_removed": "Document deleted",
    "pdf.uploaded": "Own PDF attached",
    "pdf.missing": "PDF file was lost",
    "pdf.regeneration_started": "PDF rebuild started",
    "pdf.regeneration_finished": "PDF rebuilt",
    "pdf.regeneration_failed": "PDF rebuild failed",
    "pdf.regeneration_abandoned": "PDF rebuild was interrupted",
}
ACTORS: Mapping[str, str] = {
    "user": "you", "admin": "an administrator", "pipeline": "a search run", "worker": "the worker",
    "reaper": "recovery", "recovery": "recovery", "sweeper": "the deadline check", "mail": "a mail",
    "webhook": "a webhook",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str
    actor: str
    undo: str = ""


@dataclass(frozen=True)
class Failure:
    """The last failed attempt, until the next success. `kept` says what is still true."""

    message: str
    at: datetime | None
    kept: str
    retry: str


@dataclass(frozen=True)
class UndoOffer:
    url: str
    label: str


def recent(job: Job) -> list[JobEvent]:
    return list(job.events.order_by("-seq")[:SHOWN])


def lines(job: Job, events: Sequence[JobEvent]) -> tuple[Line, ...]:
    newest = next((event for event in events if is_move(event)), None)
    return tuple(
        Line(
            at=event.at,
            text=told(event),
            actor=ACTORS.get(event.actor, event.actor),
            undo=undo_url(event) if event is newest and is_undoable(event) else "",
        )
        for event in events
    )


def told(event: JobEvent) -> str:
    text = WORDS.get(event.kind, event.kind)
    if event.kind == "job.undone":
        undone = WORDS.get(str(event.data.get("kind", "")), "")
        return f"Undone: {undone[:1].lower()}{undone[1:]}" if undone else text
    fields = event.data.get("fields")
    if event.kind == "job.edited" and isinstance(fields, list) and fields:
        return f"Edited: {', '.join(str(name).replace('_', ' ') for name in fields)}"
    return text


def is_move(event: JobEvent) -> bool:
    return event.from_status != event.to_status or event.kind in IN_PLACE


def is_undoable(event: JobEvent) -> bool:
    return event.kind in UNDOABLE and event.at >= timezone.now() - UNDO_WINDOW


def undo_url(event: JobEvent) -> str:
    return f"/jobs/{event.job_id}/undo/{event.pk}"


def since(job: Job) -> datetime | None:
    """When the job came into its present state, as far as its stamps tell."""
    stamps = {
        "processing": job.processed_at,
        "ready": job.ready_at,
        "applied": job.applied_at,
        "in_progress": job.applied_at,
        "discovered": job.discovered_at,
    }
    return stamps.get(job.status, job.updated_at)


def failure(job: Job) -> Failure | None:
    error: Mapping[str, Any] | None = job.last_error
    if not error:
        return None
    kept = "The old PDF is still there." if job.pdf_digest else "Your texts are still there."
    message = str(error.get("message") or "The last attempt failed.")
    verb = "ready" if job.status == Status.DISCOVERED else "regenerate"
    at = parse_datetime(str(error.get("at") or ""))
    return Failure(message, at, kept, retry=f"/jobs/{job.pk}/{verb}")


def last_offer(owner: User) -> UndoOffer | None:
    """What `u` takes back: the owner's newest move that can be undone and nothing has followed."""
    since = timezone.now() - UNDO_WINDOW
    events = JobEvent.objects.moves().filter(owner=owner, at__gte=since, job__isnull=False)
    followed: set[UUID | None] = set()
    for event in events.order_by("-seq")[:LOOKED_AT]:
        if event.job_id in followed:
            continue
        followed.add(event.job_id)
        if event.actor == "user" and is_undoable(event):
            return UndoOffer(undo_url(event), WORDS[event.kind])
    return None


def offer(job: Job) -> UndoOffer | None:
    """The same for one job, right after it moved."""
    event = job.events.moves().order_by("-seq").first()
    return UndoOffer(undo_url(event), WORDS[event.kind]) if event and is_undoable(event) else None
