"""What can be run, and when it next runs by itself."""

from __future__ import annotations

from datetime import datetime

from orchestrator.models import SearchPreset, User
from orchestrator.pipeline import offers


def available_sources(owner: User) -> list[str]:
    """Ids that a run may be asked for now, in the order of the table."""
    return [one.source.id for one in offers.available(owner) if one.reason is None]


def next_scheduled(owner: User) -> datetime | None:
    """When the first of the owner's saved searches is due."""
    due = SearchPreset.objects.filter(owner=owner, enabled=True, next_run_at__isnull=False)
    return due.order_by("next_run_at").values_list("next_run_at", flat=True).first()
