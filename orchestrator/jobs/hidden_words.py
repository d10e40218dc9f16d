"""What hidden text of a posting said, kept beside the job for its owner to read."""

from __future__ import annotations

from orchestrator.jobs.clean import REMOVED, Removed
from orchestrator.models import Job


def of(job: Job) -> Removed:
    """Nothing for a job whose posting hid nothing, or came before this was kept."""
    told = job.extras.get(REMOVED) if job.hidden_text else None
    if not isinstance(told, dict):
        return Removed()
    return Removed(int(told.get("characters") or 0), str(told.get("text") or ""))
