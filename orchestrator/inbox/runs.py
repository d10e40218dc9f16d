"""Readings of mailboxes and of files, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from orchestrator.inbox.deciding import IGNORED, LINKED, USER
from orchestrator.models import InboundMessage, SyncRun, User


@dataclass(frozen=True)
class Decided:
    """Of the mails a reading met: how many are linked now, and how many a person put aside."""

    approved: int = 0
    denied: int = 0


def of(owner: User, *, provider: str = "") -> QuerySet[SyncRun]:
    found = SyncRun.objects.filter(owner=owner).select_related("account").order_by("-id")
    return found.filter(provider=provider) if provider else found


def decided(rows: Iterable[SyncRun]) -> dict[UUID, Decided]:
    met = InboundMessage.objects.filter(runs__in=[row.pk for row in rows]).order_by()
    counted = met.values("runs").annotate(
        approved=Count("pk", filter=Q(status__in=LINKED)),
        denied=Count("pk", filter=Q(status=IGNORED, decided_by=USER)),
    )
    found = counted.values_list("runs", "approved", "denied")
    return {pk: Decided(approved, denied) for pk, approved, denied in found}
