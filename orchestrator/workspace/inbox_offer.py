"""The offer, after the first mail of a sender was approved, to link all that come."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from orchestrator.models import InboundMessage, SenderRule, User
from orchestrator.workspace.answers import shortened


@dataclass(frozen=True)
class Offer:
    mail: str
    address: str
    job: str


def offer(row: InboundMessage) -> Offer | None:
    """None where there is a rule, or an earlier mail of this sender was linked already."""
    job, address = row.job, row.sender_address
    if job is None or not address:
        return None
    linked = row.owner.mails.filter(sender_address=address, job__isnull=False)
    rules = SenderRule.objects.filter(owner=row.owner, address=address)
    if linked.exclude(pk=row.pk).exists() or rules.exists():
        return None
    return Offer(str(row.pk), address, f"{shortened(job.title)} at {shortened(job.employer)}")


def offered(owner: User, text: str) -> Offer | None:
    """The same for a mail whose id is in an address."""
    try:
        row = owner.mails.select_related("job").filter(pk=UUID(text)).first()
    except ValueError:
        return None
    return offer(row) if row else None
