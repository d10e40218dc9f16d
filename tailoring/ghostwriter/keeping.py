"""A reply becomes a note of its job, word for word. The event of the note names the reply, so that
there is a way back from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from jobops.lib.text import clean_control
from orchestrator import lifecycle, preferences
from orchestrator.jobs import notes
from orchestrator.models import Job, JobEvent, Note
from tailoring.models import ChatMessage

ADDED = "job.note_added"


@dataclass(frozen=True)
class Source:
    """The reply a note was made from, None when the chat was emptied. `computed`: no model."""

    message: UUID | None
    computed: bool


def as_note(message: ChatMessage, title: str = "", *, actor: str = "user") -> Note:
    """Asked for again, it is the same note while that still has this title and these words. Raises
    Invalid, and Refused("run_active") while the reply is being written.
    """
    require_text(message)
    job = message.thread.job
    told = " ".join(clean_control(title).split()) or _title(job)
    if len(told) > notes.TITLE_LIMIT:
        raise Invalid({"title": [f"Use at most {notes.TITLE_LIMIT} characters."]})
    source = {"message": str(message.pk), "origin": message.origin}
    with transaction.atomic():
        lifecycle.fresh(job)  # of two clicks the second finds the note of the first
        known = notes_of(job, [message.pk]).get(message.pk)
        if known and (known.title, known.content) == (told, message.content):
            return known
        return notes.add(job, title=told, content=message.content, actor=actor, source=source)


def require_text(message: ChatMessage) -> None:
    """Raises Invalid for what is no reply with words, Refused for one that is not finished."""
    if message.role != "assistant":
        raise Invalid({"messageId": ["Only a reply can be saved."]})
    if message.status == "partial":
        run = message.runs.order_by("-created_at").values_list("pk", flat=True).first()
        raise Refused("run_active", runId=str(run))
    if not message.content.strip():
        raise Invalid({"messageId": ["This reply has no text."]})


def notes_of(job: Job, messages: Iterable[UUID]) -> dict[UUID, Note]:
    """Notes made from these replies that are still there, by the reply; the newest of each."""
    wanted = {str(one) for one in messages}
    events = JobEvent.objects.filter(job=job, kind=ADDED).order_by("seq")
    pairs = [
        (told["message"], told["note"])
        for told in events.values_list("data", flat=True)
        if told.get("message") in wanted
    ]
    if not pairs:
        return {}
    living = notes.of(job).in_bulk([UUID(note) for _, note in pairs])
    return {UUID(one): living[UUID(note)] for one, note in pairs if UUID(note) in living}


def sources(job: Job) -> dict[UUID, Source]:
    """Of the notes that were made from replies, by note."""
    told = [
        (UUID(one["note"]), UUID(one["message"]), one.get("origin") == "computed")
        for one in JobEvent.objects.filter(job=job, kind=ADDED).values_list("data", flat=True)
        if "message" in one
    ]
    ids = [message for _, message, _ in told]
    rows = ChatMessage.objects.filter(thread__job=job, pk__in=ids)
    living = set(rows.values_list("pk", flat=True)) if ids else set()
    return {
        note: Source(message if message in living else None, computed)
        for note, message, computed in told
    }


def _title(job: Job) -> str:
    today = timezone.now().astimezone(preferences.of(job.owner).zone())
    return f"Ghostwriter {today.day} {today:%B %Y}"
