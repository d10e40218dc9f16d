"""One decision about one change: in one transaction, compared with what the decider saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.jobs import facts
from orchestrator.models import Job
from tailoring import changes
from tailoring.models import Edit, Tailoring

WRITTEN = (
    "after",
    "proposed",
    "claims",
    "evidence",
    "hints",
    "status",
    "decided_at",
    "decided_by",
    "revision",
)


def decide(
    edit: Edit,
    *,
    actor: str,
    done: Callable[[Edit], bool],
    write: Callable[[Job, Edit], Mapping[str, Any]],
) -> Edit:
    """`write` changes the row it is given and says what becomes of the job's columns.

    A decision that is `done` already changes nothing. Raises Refused(edit_moved) when the row is
    not as `edit` was read, and what `write` raises.
    """
    with transaction.atomic():
        job = lifecycle.fresh(edit.job)
        row = Edit.objects.filter(pk=edit.pk, job=job).first()
        if row is None:
            raise Refused("edit_moved")
        row.job = job
        if done(row):
            return row
        if row.revision != edit.revision:
            raise Refused("edit_moved")
        values = write(job, row)
        row.revision += 1
        row.save(update_fields=WRITTEN)
        commit(job, values, origin=_author(job, row, values), actor=actor)
    return row


def mark(edit: Edit, status: str, *, actor: str) -> None:
    """An open change has no decider."""
    is_open = status in ("proposed", "blocked")
    edit.status = status
    edit.decided_at = None if is_open else timezone.now()
    edit.decided_by = "" if is_open else actor[:10]


def _author(job: Job, edit: Edit, values: Mapping[str, Any]) -> str:
    """A part that comes into a text does not change whose text it is."""
    stood = (str(job.origins.get(name, "")) for name in values if getattr(job, name))
    return next(stood, "") or ("user" if edit.proposed else edit.origin)


def commit(job: Job, values: Mapping[str, Any], *, origin: str, actor: str) -> Job:
    """Store columns and the digest of the changes, with one event when an input moved."""
    return facts.store_texts(
        job,
        values,
        origin=origin,
        started=facts.revisions(job),
        actor=actor,
        along=renewed,
        kind="job.edited",
    ).job


def renewed(
    row: Job,
    kept: object = (),
    *,
    among: Sequence[Edit] | None = None,
    newest: Tailoring | None = None,
) -> frozenset[str]:
    """Bring the digest of the changes up to date; it names itself when it moved."""
    before = row.edits_digest
    row.edits_digest = changes.digest(row, among=among, newest=newest)
    return frozenset() if row.edits_digest == before else frozenset({"bullets"})
