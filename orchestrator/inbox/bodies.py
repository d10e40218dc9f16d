"""Texts of linked mail, kept only where the owner wants that, and sealed."""

from __future__ import annotations

from django.utils import timezone

from jobops.lib.secretbox import SecretBoxError
from orchestrator import preferences
from orchestrator.models import InboundMessage, User


def text(row: InboundMessage) -> str | None:
    """None when none was kept, or the key it was sealed with is gone."""
    if row.body is None:
        return None
    try:
        # A mail is no secret to look for in logs, as preferences.opened would have it.
        return preferences.box().open(row.body)
    except SecretBoxError:
        return None


def drop(row: InboundMessage) -> bool:
    """Forget the text of one mail; False when there was none."""
    kept = InboundMessage.objects.filter(pk=row.pk, body__isnull=False)
    return kept.update(body=None, updated_at=timezone.now()) > 0


def drop_all(owner: User) -> int:
    """Forget every text; of how many mails."""
    kept = InboundMessage.objects.filter(owner=owner, body__isnull=False)
    return kept.update(body=None, updated_at=timezone.now())
