"""The offer, after the first mail of a sender was approved, to link all that come."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jobops.lib.words import say
from orchestrator.inbox import senders
from orchestrator.models import InboundMessage, User
from orchestrator.workspace.answers import shortened


@dataclass(frozen=True)
class Offer:
    mail: str
    address: str
    job: str


def offer(row: InboundMessage) -> Offer | None:
    """None where there is a rule, or an earlier mail of this sender was linked already."""
    job = row.job
    if job is None or not senders.may_be_offered(row):
        return None
    about = say(
        "{shortened} at {shortened2}",
        shortened=shortened(job.title),
        shortened2=shortened(job.employer),
    )
    return Offer(str(row.pk), row.sender_address, about)


def offered(owner: User, text: str) -> Offer | None:
    """The same for a mail whose id is in an address."""
    try:
        row = owner.mails.select_related("job").filter(pk=UUID(text)).first()
    except ValueError:
        return None
    return offer(row) if row else None
