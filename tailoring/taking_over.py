"""Changes of one job copied into the base résumé, as its next version."""

from __future__ import annotations

from collections.abc import Sequence

from jobops.lib.errors import Refused
from orchestrator.models import Job
from tailoring import library
from tailoring.changes import OF_BULLETS, change
from tailoring.documents.bullets import apply
from tailoring.models import Edit, ResumeVersion


def keep(job: Job, base: ResumeVersion, edits: Sequence[Edit]) -> ResumeVersion:
    """Changes of bullets; `base` is the version that was looked at. Raises
    DocumentError(stale_revision), Refused(edit_outdated) naming those that no longer fit.
    """
    mine = [edit for edit in edits if edit.kind in OF_BULLETS]
    applied = apply(base.data, [change(edit) for edit in mine])
    if applied.outdated:
        lost = [str(edit.pk) for edit in mine if change(edit) in applied.outdated]
        raise Refused("edit_outdated", edits=lost)
    return library.save(
        base.document,
        applied.document,
        base_revision=base.revision,
        actor="user",
        what=f"Taken over from {job.title}"[:200],
    )
