"""The row of a mail as decisions change it: each change happens from one state only, so that of
two people at once one is told that it was decided. The caller holds a transaction.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import preferences
from orchestrator.inbox import bodies
from orchestrator.models import InboundMessage, Job
from orchestrator.moves import moment

PENDING, AUTO_LINKED, MANUAL_LINKED, IGNORED = (
    "pending_user", "auto_linked", "manual_linked", "ignored"
)  # fmt: skip
LINKED = (AUTO_LINKED, MANUAL_LINKED)
AUTO, USER = "auto", "user"
UNDECIDED: dict[str, Any] = {
    "status": PENDING, "decided_at": None, "decided_by": "", "batch": None, "previous": None,
}  # fmt: skip


def require_waiting(mail: InboundMessage) -> None:
    """Raises Refused: message_decided."""
    if mail.status != PENDING:
        raise Refused("message_decided")


def suggest(mail: InboundMessage, job: Job) -> InboundMessage:
    """It keeps waiting, with the job it may be about."""
    _swap(mail, PENDING, {"suggested_id": job.pk})
    return mail


def claim(
    mail: InboundMessage, job: Job, *, target: str, by: str, note: str, text: str
) -> InboundMessage:
    """Link a waiting mail. Raises Refused: message_decided."""
    before = {"suggested": _named(mail.suggested_id), "target": mail.stage_target}
    before |= {"suggested": str(job.pk)} if by == AUTO else {}
    values = {
        "status": AUTO_LINKED if by == AUTO else MANUAL_LINKED,
        "job_id": job.pk,
        "suggested_id": None,
        "stage_target": target,
        "note": note,
        "body": _sealed(mail.owner_id, text),
        "previous": before,
        **_signed(by),
    }
    if not _swap(mail, PENDING, values):
        raise Refused("message_decided")
    return mail


def release(mail: InboundMessage, job: Job, *, elsewhere: bool) -> InboundMessage | None:
    """Let a mail linked to `job` wait again; None when somebody was faster."""
    before = mail.previous or {}
    suggested = None if elsewhere else _still(mail.owner_id, before.get("suggested"))
    offered = [one for one in mail.offered if not elsewhere or one != str(job.pk)]
    values = {
        **UNDECIDED,
        "job_id": None,
        "suggested_id": suggested,
        "offered": offered,
        "stage_target": before.get("target", mail.stage_target),
        "note": "",
        "body": None,
    }
    found = InboundMessage.objects.filter(pk=mail.pk, status__in=LINKED, job_id=job.pk)
    return _changed(mail, values) if found.update(**_stamped(values)) else None


def put_aside(mail: InboundMessage) -> InboundMessage:
    """Raises Refused: message_decided."""
    before = {"suggested": _named(mail.suggested_id)}
    values = {"status": IGNORED, "suggested_id": None, "previous": before, **_signed(USER)}
    if not _swap(mail, PENDING, values):
        raise Refused("message_decided")
    return mail


def bring_back(mail: InboundMessage) -> InboundMessage:
    """Let a mail that was put aside wait again. Raises Refused: message_decided."""
    found = InboundMessage.objects.get(pk=mail.pk)
    suggested = found.suggested_id or _still(mail.owner_id, (found.previous or {}).get("suggested"))
    before = {"by": found.decided_by, "at": found.decided_at and found.decided_at.isoformat()}
    values = {**UNDECIDED, "previous": before, "suggested_id": suggested}
    if _swap(found, IGNORED, values) or found.status == PENDING:
        return found
    raise Refused("message_decided")


def put_back(mail: InboundMessage) -> InboundMessage:
    """Undo of bringing it back. Raises Refused: message_decided."""
    before = mail.previous or {}
    values = {
        **UNDECIDED,
        "status": IGNORED,
        "suggested_id": None,
        "decided_by": before.get("by", USER),
        "decided_at": moment(before.get("at")),
        "previous": {"suggested": _named(mail.suggested_id)},
    }
    if not _swap(mail, PENDING, values):
        raise Refused("message_decided")
    return mail


def mark(mail: InboundMessage, batch: UUID) -> None:
    """It was decided together with others."""
    _swap(mail, mail.status, {"batch": batch})


def _swap(mail: InboundMessage, status: str, values: dict[str, Any]) -> bool:
    """Change a mail that is in `status`; whether it was."""
    if not InboundMessage.objects.filter(pk=mail.pk, status=status).update(**_stamped(values)):
        return False
    _changed(mail, values)
    return True


def _changed(mail: InboundMessage, values: dict[str, Any]) -> InboundMessage:
    for name, value in values.items():
        setattr(mail, name, value)
    return mail


def _stamped(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "updated_at": timezone.now()}


def _signed(by: str) -> dict[str, Any]:
    return {"decided_at": timezone.now(), "decided_by": by, "batch": None}


def _sealed(owner_id: UUID, text: str) -> str | None:
    return bodies.sealed(text) if text and preferences.one(owner_id, "mailKeepBodies") else None


def _named(pk: UUID | None) -> str | None:
    return str(pk) if pk else None


def _still(owner_id: UUID, pk: str | None) -> UUID | None:
    """The job of this id, unless it was deleted since."""
    there = pk is not None and Job.objects.filter(owner_id=owner_id, pk=pk).exists()
    return UUID(pk) if there else None
