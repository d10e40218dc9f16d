"""Mail that was put aside as irrelevant stays a month, then only that it was there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from orchestrator.models import InboundMessage, SeenMail, SyncRun

IRRELEVANT_DAYS = 30
CHUNK = 500


def sweep(at: datetime | None = None) -> int:
    """How many mails and runs went; denied ones, which a person decided, stay."""
    now = at or timezone.now()
    before = now - timedelta(days=IRRELEVANT_DAYS)
    gone = InboundMessage.objects.filter(
        status="ignored", decided_by="", updated_at__lt=before
    ).order_by("pk")
    count = 0
    while taken := _forget(list(gone.only("pk", "owner", "key", "received_at")[:CHUNK])):
        count += taken
    # Without its job a mail has no text to keep.
    InboundMessage.objects.filter(job=None, body__isnull=False).update(body=None)
    return count + _empty_runs(before)


def _forget(rows: list[InboundMessage]) -> int:
    seen = [SeenMail(owner_id=row.owner_id, key=row.key, at=row.received_at) for row in rows]
    with transaction.atomic():
        SeenMail.objects.bulk_create(seen, ignore_conflicts=True)
        # Restored or routed again in this instant, it stays.
        left = InboundMessage.objects.filter(pk__in=[row.pk for row in rows], status="ignored")
        left.delete()
    return len(rows)


def _empty_runs(before: datetime) -> int:
    """The clock's runs that brought nothing: one each quarter of an hour."""
    over = SyncRun.objects.filter(is_automatic=True, finished_at__lt=before, mails=None)
    return over.delete()[0]
