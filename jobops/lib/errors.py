"""One base for everything that can go wrong on purpose.

A subclass lives where it is raised and lists its kinds beside it. `sentence` is what a person
reads: what happened, what is still true, what to do. It never holds upstream text, paths or
addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from jobops.lib.words import later


class Problem(Exception):
    """A refusal or failure with a closed `kind`; `details` are values a door may show."""

    SENTENCES: ClassVar[Mapping[str, str]] = {}
    PERMANENT: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, kind: str, sentence: str | None = None, **details: object) -> None:
        if kind not in self.SENTENCES:
            raise LookupError(f"{type(self).__name__} has no kind {kind!r}")
        self.kind = kind
        self.sentence: str = later(sentence or self.SENTENCES[kind])
        self.permanent = kind in self.PERMANENT
        self.details = details
        super().__init__(self.sentence)


class Invalid(Problem):
    """The input does not fit. `field_errors` maps dotted field names to sentences."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "invalid": "The input does not fit.",
        "too_large": "The body is too large.",
        "unsupported_type": "This content type is not accepted here.",
    }

    def __init__(
        self,
        field_errors: Mapping[str, list[str]] | None = None,
        *,
        form_errors: tuple[str, ...] = (),
        kind: str = "invalid",
    ) -> None:
        fields = dict(field_errors or {})
        first = next((f"{name}: {texts[0]}" for name, texts in fields.items()), None)
        super().__init__(
            kind,
            first or (form_errors[0] if form_errors else None),
            formErrors=list(form_errors),
            fieldErrors=fields,
        )
        self.field_errors = fields


class Refused(Problem):
    """The request is well-formed, and the present state does not allow it."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "status_not_allowed": "This is not offered in the job's present state.",
        "status_conflict": "This is not offered in the job's present state.",
        "uploaded_pdf": "This job has a PDF you uploaded. Say that it may be replaced, or keep it.",
        "resume_missing": "There is no base résumé yet. Import one first.",
        "worker_unavailable": "No worker runs, so nothing was started. Start it and try again.",
        "run_in_progress": "A run is already in progress.",
        "not_running": "There is no run to cancel.",
        "name_taken": "You have a saved search of this name already.",
        "too_many_searches": "There are as many saved searches as can be kept. Delete one first.",
        "revision_mismatch": "Somebody changed this meanwhile. Reload, then save again.",
        "edit_moved": "This change was decided meanwhile. Look at it again, then decide.",
        "edit_outdated": "The text this change is about no longer reads that way.",
        "undecided_claims": "Some proposed words are not in your résumé. Decide about each.",
        "duplicate_url": "Another job already has this address.",
        "duplicate_source_id": "Another job already has this id at its source.",
        "interrupted": "The worker stopped in the middle of this. Nothing is half-done; try again.",
        "cancelled": "The work was cancelled.",
        "run_active": "A reply is being written in this chat. Wait for it, or stop it first.",
        "too_many_replies": "Four replies are being written already. Wait for one, or stop one.",
        "context_too_large": "This message is longer than what may be sent at once. Shorten it.",
        "budget_exhausted": "This month's tokens are used up. Raise the limit, or ask for a draft.",
        "message_decided": "This mail was decided already. Undo that first.",
        "no_suggested_match": "This mail has no job yet. Choose the one it is about.",
        "nothing_sent": "Nothing was sent for this job yet, so there is no packet.",
        "mail_not_connected": "This mailbox is not connected. Connect it first.",
        "mail_not_configured": "Signing in at Gmail is not set up. See Settings, Mail.",
        "sync_active": "This mailbox is being read already. Wait for that, or look at its run.",
        "text_not_kept": "The text of this mail was not kept, so it cannot be read again. Decide"
        " about it by hand.",
        "letter_not_ready": "The letter has open places or claims nobody confirmed. See the list.",
    }
