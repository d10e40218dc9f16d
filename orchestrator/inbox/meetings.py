"""The interview that a mail invites to: made when the mail is linked, gone when that is undone."""

from __future__ import annotations

from orchestrator.models import InboundMessage, Job
from orchestrator.tracking import interviews, invitations


def arrange(mail: InboundMessage, job: Job, *, actor: str) -> None:
    if mail.invitation:
        found = invitations.from_json(mail.invitation)
        interviews.from_invitation(job, found, message=mail, actor=actor)


def call_off(mail: InboundMessage, *, actor: str) -> None:
    interviews.withdraw(mail, actor=actor)
