"""Which of several worker groups calls a schedule this time: a swap on one row decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Q

from orchestrator.models import SourceTurn

# A turn ends a little before the next tick of the group that took it.
SHARE = 0.9


def take(name: str, *, every: float, at: float) -> bool:
    """`every` in seconds, `at` in seconds since 1970. On SQLite there is only one group."""
    if connection.vendor == "sqlite":
        return True
    now, span = datetime.fromtimestamp(at, UTC), timedelta(seconds=every)
    until = now + span * SHARE
    row = SourceTurn.objects.filter(host=f"schedule {name}")
    # One from further ahead was taken by a wrong clock.
    if row.filter(Q(next_at__lte=now) | Q(next_at__gt=now + span)).update(next_at=until):
        return True
    _, is_first = SourceTurn.objects.get_or_create(
        host=f"schedule {name}", defaults={"next_at": until}
    )
    return is_first
