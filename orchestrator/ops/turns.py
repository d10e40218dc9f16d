"""What only one of several worker groups does: a schedule this time, by a swap on one row; and
something long, by a lock in the database that ends with its process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q

from orchestrator.models import SourceTurn

# A turn ends a little before the next tick of the group that took it.
SHARE = 0.9
BACKUP = 20_260_108


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


@contextmanager
def lone(number: int, *, until: float) -> Iterator[bool]:
    """Whether nobody else on this database is in a block of that number, waiting for it until then
    (time.monotonic). On SQLite no other machine is.
    """
    if connection.vendor == "sqlite":
        yield True
        return
    while not (won := _asked("pg_try_advisory_lock", number)) and time.monotonic() < until:
        time.sleep(0.1)
    try:
        yield won
    finally:
        # A line that broke let go of it.
        with suppress(OperationalError, InterfaceError):
            _ = won and _asked("pg_advisory_unlock", number)


def _asked(function: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [number])
        return bool(cursor.fetchone()[0])
