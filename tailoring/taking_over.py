"""Changes of one job copied into the base résumé, as its next version."""

from __future__ import annotations

from collections.abc import Sequence

from orchestrator.models import Job
from tailoring import library
from tailoring.models import Edit, ResumeVersion


def keep(job: Job, base: ResumeVersion, edits: Sequence[Edit]) -> ResumeVersion:
    """`base` is the version that was looked at. Raises DocumentError(stale_revision)."""
    return library.save(
        base.document,
        base.data,
        base_revision=base.revision,
        actor="user",
        what=f"Taken over from {job.title}"[:200],
    )
