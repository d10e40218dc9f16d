"""What an owner does with proposed changes. Each verb is one transaction and safe to repeat.

All raise Refused(edit_moved) when the change is no longer as it was read. Doors call
orchestrator.pipeline.edits, which also has the PDF rebuilt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jobops.lib.errors import Refused
from orchestrator.models import Job
from tailoring import fields, library
from tailoring.bullet_edits import hide, own, show
from tailoring.changes import changes, of, undecided
from tailoring.claimed import open_ones
from tailoring.confirming import confirm, rewrite, weigh
from tailoring.deciding import decide, mark
from tailoring.models import Edit
from tailoring.standing import is_current, require_current
from tailoring.taking_over import keep

__all__ = [
    "accept", "accept_supported", "changes", "confirm", "hide", "keep", "leave_out",
    "leave_out_all", "of", "own", "reject", "rewrite", "show", "undecided", "undo",
]  # fmt: skip


def accept(edit: Edit, *, actor: str) -> Edit:
    """Raises Refused(edit_outdated), Refused(undecided_claims) where a claim is open."""

    def write(job: Job, row: Edit) -> Mapping[str, Any]:
        if open_ones(row.claims):
            raise Refused("undecided_claims", edits=[str(row.pk)])
        require_current(job, row)
        mark(row, "accepted", actor=actor)
        return fields.taken_in(job, row)

    return decide(edit, actor=actor, done=lambda row: row.status == "accepted", write=write)


def reject(edit: Edit, *, actor: str) -> Edit:
    """Not proposed again for the same bullet and posting."""

    def write(job: Job, row: Edit) -> Mapping[str, Any]:
        mark(row, "rejected", actor=actor)
        return fields.taken_out(job, row)

    return decide(edit, actor=actor, done=lambda row: row.status == "rejected", write=write)


def leave_out(edit: Edit, *, actor: str) -> Edit:
    return reject(edit, actor=actor)


def undo(edit: Edit, *, actor: str) -> Edit:
    """Back to what it was before it was decided: proposed, or blocked with its open claims."""

    def write(job: Job, row: Edit) -> Mapping[str, Any]:
        was_in = row.status == "accepted"
        out = fields.taken_out(job, row) if was_in else {}
        if row.proposed:
            row.after = row.proposed
            weigh(job, row)
        mark(row, "blocked" if open_ones(row.claims) else "proposed", actor=actor)
        return out

    return decide(edit, actor=actor, done=lambda row: row.decided_at is None, write=write)


def leave_out_all(job: Job, *, actor: str) -> int:
    """Of the blocked ones."""
    with transaction.atomic():
        return len([leave_out(edit, actor=actor) for edit in undecided(job)])


def accept_supported(job: Job, *, actor: str) -> int:
    """Every open change without an unsupported claim whose bullet still reads as it did."""
    with transaction.atomic():
        base = library.base_of(job)
        waiting = Edit.objects.filter(job=job, status="proposed").order_by("created_at", "id")
        fit = [edit for edit in waiting if base is not None and is_current(edit, base.data)]
        return len([accept(edit, actor=actor) for edit in fit])
