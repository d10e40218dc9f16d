"""What happened to a job, in sentences: its events, the last failure, what can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jobops.lib.words import later_each, say
from orchestrator.jobs.snoozing import KINDS as SNOOZES
from orchestrator.lifecycle import IN_PLACE, UNDO_WINDOW, UNDOABLE, Status
from orchestrator.models import Job, JobEvent, User
from orchestrator.moves import moment
from orchestrator.templatetags.ui import day
from orchestrator.tracking.derive import STAGES
from pdfs import serving

SHOWN = 30
LOOKED_AT = 100
WORDS: Mapping[str, str] = later_each(
    {
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
        "job.relisted": "Listed again at its source",
        "job.undone": "Undone",
        "job.scored": "Scored",
        "job.tailored": "Texts tailored",
        "job.edited": "Edited",
        "job.outcome_set": "Outcome set",
        "job.timeline_changed": "Timeline changed",
        "job.todo_changed": "To-do changed",
        "job.follow_up_changed": "Follow-up put off",
        "job.interview_changed": "Interview changed",
        "job.linked": "Found elsewhere too",
        "job.unlinked": "Parted from another row",
        "job.listing_closed": "Listing seems closed",
        "job.listing_open": "Listing is open again",
        "job.mail_linked": "Mail linked",
        "job.mail_unlinked": "Mail no longer linked",
        "job.note_added": "Note added",
        "job.note_changed": "Note changed",
        "job.note_removed": "Note deleted",
        "job.note_restored": "Note brought back",
        "job.letter_saved": "Cover letter saved",
        "job.letter_claim_confirmed": "Claim of a letter confirmed",
        "job.letter_confirmed": "Cover letter confirmed",
        "job.letter_reopened": "Cover letter no longer confirmed",
        "job.letter_removed": "Cover letter deleted",
        "job.contact_changed": "Contact changed",
        "job.snoozed": "Snoozed",
        "job.woken": "Woken",
        "job.tags_changed": "Tags changed",
        "job.document_added": "Document added",
        "job.document_removed": "Document deleted",
        "pdf.uploaded": "Own PDF attached",
        "pdf.missing": "PDF file was lost",
        "pdf.regeneration_started": "PDF rebuild started",
        "pdf.regeneration_finished": "PDF rebuilt",
        "pdf.regeneration_failed": "PDF rebuild failed",
        "pdf.regeneration_abandoned": "PDF rebuild was interrupted",
    }
)
# What a change of the timeline, or of a to-do, is called.
CHANGES: Mapping[str, str] = later_each({
    "logged": "Logged", "edited": "Changed", "removed": "Deleted", "undone": "Undone",
    "restored": "Brought back",
})  # fmt: skip
TODO_CHANGES: Mapping[str, str] = later_each({
    "added": "To-do added", "edited": "To-do changed", "completed": "To-do done",
    "reopened": "To-do open again", "removed": "To-do deleted", "restored": "To-do brought back",
    "undone": "To-do taken back",
})  # fmt: skip
INTERVIEW_CHANGES: Mapping[str, str] = later_each({
    "added": "Interview added", "edited": "Interview changed", "decided": "Interview: outcome set",
    "removed": "Interview deleted", "restored": "Interview brought back",
    "undone": "Interview taken back", "invited": "Interview from an invitation",
    "moved": "Interview changed by a new invitation",
    "called_off": "Interview cancelled by the employer",
    "withdrawn": "Interview gone with its mail",
    "moved_back": "Interview as it was before the mail",
})  # fmt: skip
CONTACT_CHANGES: Mapping[str, str] = later_each({
    "added": "Contact added", "edited": "Contact changed", "removed": "Contact deleted",
    "restored": "Contact brought back",
})  # fmt: skip
# Kind and change → what is posted to take it back, below the job's address.
WAYS_BACK: Mapping[tuple[str, str], str] = {
    ("job.stage_synced", "logged"): "undo/step/{event}",
    ("job.stage_synced", "removed"): "undo/removal/{event}",
    ("job.timeline_changed", "logged"): "undo/step/{event}",
    ("job.timeline_changed", "removed"): "undo/removal/{event}",
    ("job.todo_changed", "added"): "undo/todo/{todo}/take-back",
    ("job.todo_changed", "completed"): "undo/todo/{todo}/open",
    ("job.todo_changed", "removed"): "undo/todo/{todo}/restore",
    ("job.contact_changed", "removed"): "contacts/{contact}/restore",
    ("job.snoozed", "snoozed"): "undo/snooze/{pk}",
    ("job.woken", "woken"): "undo/snooze/{pk}",
    ("job.interview_changed", "added"): "undo/interview/{interview}/take-back",
    ("job.interview_changed", "decided"): "undo/interview/{interview}/{was}",
    ("job.interview_changed", "removed"): "undo/interview/{interview}/restore",
}
SUBJECTS = ("event", "todo", "interview", "contact")
ACTORS: Mapping[str, str] = later_each({
    "user": "you", "admin": "an administrator", "pipeline": "a search run", "worker": "the worker",
    "reaper": "recovery", "recovery": "recovery", "sweeper": "the deadline check", "mail": "a mail",
    "webhook": "a webhook",
})  # fmt: skip


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
    newest = next((event for event in events if is_move(event) or event.kind in SNOOZES), None)
    return tuple(
        Line(
            at=event.at,
            text=told(event),
            actor=ACTORS.get(event.actor, event.actor),
            undo=taken_back(event) if event is newest else "",
        )
        for event in events
    )


def taken_back(event: JobEvent) -> str:
    """Where the newest move, or the newest time it was put aside, is taken back."""
    young = event.at >= timezone.now() - UNDO_WINDOW
    if event.kind in SNOOZES:
        return way_back(event) if young else ""
    return undo_url(event) if is_undoable(event) else ""


def told(event: JobEvent) -> str:
    text = WORDS.get(event.kind, event.kind)
    if event.kind in SNOOZES:
        return told_of_snooze(event)
    if event.kind == "job.undone":
        if "stage" in event.data:
            return f"{CHANGES[event.data['change']]}: {STAGES[event.data['stage']]}"
        undone = WORDS.get(str(event.data.get("kind", "")), "")
        return (
            say("Undone: {lower}{undone}", lower=undone[:1].lower(), undone=undone[1:])
            if undone
            else text
        )
    change = str(event.data.get("change", ""))
    if event.kind == "job.todo_changed":
        return TODO_CHANGES[change]
    if event.kind == "job.interview_changed":
        return INTERVIEW_CHANGES[change]
    if event.kind == "job.contact_changed":
        return CONTACT_CHANGES[change]
    if event.kind in ("job.stage_synced", "job.timeline_changed") and change:
        return f"{CHANGES[change]}: {STAGES[event.data['stage']]}"
    fields = event.data.get("fields")
    if event.kind == "job.edited" and isinstance(fields, list) and fields:
        return say(
            "Edited: {listed}", listed=", ".join(str(name).replace("_", " ") for name in fields)
        )
    return text


def told_of_snooze(event: JobEvent) -> str:
    until = moment(event.data.get("until"))
    said = (
        say("Snoozed until {localdate}", localdate=day(timezone.localdate(until)))
        if until
        else say("Woken")
    )
    if event.data.get("change") != "undone":
        return said
    return (
        say("Undone: {lower}{said}", lower=said[:1].lower(), said=said[1:])
        if until
        else say("Undone: snoozed")
    )


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
    has_old = job.pdf_digest and not serving.is_lost(job)
    kept = say("The old PDF is still there.") if has_old else say("Your texts are still there.")
    message = str(error.get("message") or say("The last attempt failed."))
    verb = "ready" if job.status == Status.DISCOVERED else "regenerate"
    at = parse_datetime(str(error.get("at") or ""))
    return Failure(message, at, kept, retry=f"/jobs/{job.pk}/{verb}")


def last_offer(owner: User) -> UndoOffer | None:
    """What `u` takes back: the owner's newest change that nothing has followed."""
    since = timezone.now() - UNDO_WINDOW
    kinds = [kind for kind, _ in WAYS_BACK]
    events = JobEvent.objects.moves() | JobEvent.objects.filter(kind__in=kinds)
    followed: set[str] = set()
    # Found by their time first: by their order every event of the owner would be read.
    young = JobEvent.objects.filter(owner=owner, at__gte=since)
    recent = events.filter(pk__in=young.values("pk"), job__isnull=False).order_by("-seq")
    for event in recent[:LOOKED_AT]:
        about = subjects(event)
        if event.actor == "user" and not about & followed and (url := way_back(event)):
            # What a person moved by an operation was one action on many jobs.
            whole = f"/bulk/{event.operation_id}/undo" if event.operation_id else ""
            return UndoOffer(whole or url, told(event))
        followed |= about
    return None


def subjects(event: JobEvent) -> set[str]:
    """What an event is about: a step, a to-do, an interview, and, when it moved the job, the
    job.
    """
    named = {str(event.data[key]) for key in SUBJECTS if key in event.data}
    aside = f"aside {event.job_id}"
    if event.kind in SNOOZES:
        return {aside}
    # A move ends it, so that taking it back has to begin with the move.
    return named | ({str(event.job_id), aside} if is_move(event) else set())


def way_back(event: JobEvent) -> str:
    """The address that takes an event back, if anything may still do so."""
    way = WAYS_BACK.get((event.kind, str(event.data.get("change", ""))))
    if way:
        named = {**event.data, "pk": event.pk}
        return f"/job/{event.job_id}/{way.format(**named)}"
    return undo_url(event) if is_undoable(event) else ""


def offer(job: Job) -> UndoOffer | None:
    """The same for one job, right after it moved."""
    event = job.events.moves().order_by("-seq").first()
    return UndoOffer(undo_url(event), WORDS[event.kind]) if event and is_undoable(event) else None
