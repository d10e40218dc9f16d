"""A changed prompt tried on a few jobs: the row of a trial, which no job knows of."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from jobops.lib.errors import Refused
from orchestrator import access, gateway, preferences
from orchestrator.gateway import NoModel
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import loose, slots
from orchestrator.pipeline.loose import end
from tailoring import trial

__all__ = ["end", "newest", "of", "request", "throw_away"]

KIND, KEY = "prompt_lab", "tailoringPromptTemplate"
MOST = 3


def request(owner: User, *, template: str, jobs: Sequence[Job]) -> Operation:
    """The same again while it is under way is the same trial. Raises NoModel, Refused."""
    if gateway.for_owner(owner) is None:
        raise NoModel("no_address")
    if any(trial.base(job) is None for job in jobs):
        raise Refused("resume_missing")
    slots.require_worker()
    options = {
        "template": template,
        "jobs": [str(job.pk) for job in jobs],
        "saved": preferences.of(owner)[KEY],
    }
    return loose.request(owner, kind=KIND, options=options)


def of(owner: User, pk: UUID) -> Operation:
    """A trial of this owner. Raises Http404."""
    operation = access.operation(owner, pk)
    if operation.kind != KIND:
        raise Http404
    return operation


def newest(owner: User) -> Operation | None:
    """The last one that was not thrown away."""
    rows = owner.operations.filter(kind=KIND).order_by("-created_at")
    return next((one for one in rows[:5] if one.options), None)


def throw_away(operation: Operation) -> None:
    """Nothing of it is kept but that it was."""
    end(operation, "cancelled")
    Operation.objects.filter(pk=operation.pk).update(options={}, result={})
