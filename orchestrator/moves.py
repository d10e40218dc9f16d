"""The names of the moves: their events, which can be taken back, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jobops.lib.errors import Problem


class IllegalTransition(Problem):
    SENTENCES = {"illegal_transition": "This step does not exist from the job's present state."}


class PdfRequired(IllegalTransition):
    SENTENCES = {"pdf_required": "A job needs a PDF to be Ready. Generate one or attach your own."}


class NotUndoable(Problem):
    SENTENCES = {
        "not_undoable": "This can no longer be undone: it is too old, or the job moved on."
    }


# action → kind of its event. docs/lifecycle.md shows the same table and tests compare them.
EVENTS: Mapping[str, str] = {
    "start_processing": "processing.started",
    "finish_processing": "processing.finished",
    "fail_processing": "processing.failed",
    "abandon_processing": "processing.abandoned",
    "cancel_processing": "processing.cancelled",
    "mark_ready": "job.marked_ready",
    "attach_upload": "pdf.uploaded",
    "return_to_discovered": "job.returned",
    "skip": "job.skipped",
    "auto_skip": "job.auto_skipped",
    "apply": "job.applied",
    "sync_timeline": "job.stage_synced",
    "reopen": "job.reopened",
    "expire": "job.expired",
    "relist": "job.relisted",
    "take_back": "job.undone",
}
UNDOABLE = frozenset(
    {"job.skipped", "job.auto_skipped", "job.applied", "job.reopened", "job.marked_ready",
     "job.returned", "job.expired", "job.outcome_set"}
)  # fmt: skip
IN_PLACE = frozenset({"job.outcome_set", "job.stage_synced"})  # moves, whatever the status does
WORKER_MOVES = frozenset({"finish_processing", "fail_processing"})


def previous_of(before: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("status", "outcome", "manual_outcome", "round", "applied_pdf_digest", "expired_by")
    moments = {
        n: before[n] and before[n].isoformat() for n in ("applied_at", "closed_at", "snoozed_until")
    }
    return {**{name: before[name] for name in kept}, **moments}


def moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
