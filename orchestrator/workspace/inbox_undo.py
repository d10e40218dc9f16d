"""What Undo would take back in the inbox: the newest decision of a person, or its whole batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from jobops.lib.words import say
from orchestrator.models import InboundMessage, User

RECENT = timedelta(minutes=10)


@dataclass(frozen=True)
class Offer:
    url: str
    label: str


def last(owner: User) -> Offer | None:
    """Nothing after ten minutes: older decisions are undone where they are listed."""
    own = owner.mails.filter(decided_by="user", decided_at__gt=timezone.now() - RECENT)
    row = own.only("id", "subject", "batch").order_by("-decided_at").first()
    return of(row) if row else None


def of(row: InboundMessage) -> Offer:
    if row.batch:
        return Offer(f"/tracking-inbox/batches/{row.batch}/undo", say("The whole selection"))
    return Offer(f"/tracking-inbox/{row.pk}/undo", row.subject)
