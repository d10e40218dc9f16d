"""Whose turn it is at a host, and how many calls a source has left: rows, so that every process
keeps to them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from orchestrator.models import SourceTurn, SourceUse
from orchestrator.sources.base import SourceError
from orchestrator.sources.registry import Limit

# Longer than any request may take: the turn of a process that died comes free by itself.
HELD = 30.0
LOOK_AGAIN = 0.1
ASK_EVERY = 0.5
# How far apart two clocks may be; what begins later than that, began before one was set back.
SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class Patience:
    """How long an asking may go on; `deadline` is monotonic time."""

    deadline: float
    cancelled: Callable[[], bool]

    @classmethod
    def lasting(cls, seconds: float, cancelled: Callable[[], bool]) -> Patience:
        return cls(time.monotonic() + seconds, cancelled)

    def within(self, seconds: float) -> Patience:
        """The same, and no longer than `seconds` from now."""
        return replace(self, deadline=min(self.deadline, time.monotonic() + seconds))

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def check(self) -> None:
        """Raises SourceError when no further request may be made."""
        if self.cancelled():
            raise SourceError("cancelled")
        if self.left <= 0:
            raise SourceError("timeout")

    def pause(self, seconds: float) -> None:
        """Waits, unless the run is cancelled or the deadline comes first. Raises SourceError."""
        end = time.monotonic() + seconds
        while (wait := end - time.monotonic()) > 0:
            self.check()
            time.sleep(min(wait, ASK_EVERY, max(self.left, 0.001)))


@contextmanager
def turn(host: str, *, gap: float, patience: Patience) -> Iterator[None]:
    """One request at a time per host, `gap` seconds after the one before. Raises SourceError."""
    until = _taken(host, gap=gap, patience=patience)
    try:
        yield
    finally:
        free = timezone.now() + timedelta(seconds=gap)
        SourceTurn.objects.filter(host=host, next_at=until).update(next_at=free)


def spend(scope: str, limits: Collection[Limit]) -> None:
    """Counts one call against all limits, or against none: SourceError(rate_limited)."""
    if not limits:
        return
    with transaction.atomic():
        for limit in limits:
            _spend_one(scope, limit)


def _taken(host: str, *, gap: float, patience: Patience) -> datetime:
    """Until when the turn is ours."""
    asked_at = -math.inf
    while True:
        if time.monotonic() - asked_at >= ASK_EVERY or patience.left <= 0:
            patience.check()
            asked_at = time.monotonic()
        now = timezone.now()
        row, _ = SourceTurn.objects.get_or_create(host=host, defaults={"next_at": now})
        wait = (row.next_at - now).total_seconds()
        # Further away than anybody may ask for: the clock was set back since.
        if 0 < wait <= HELD + gap:
            time.sleep(min(wait, LOOK_AGAIN, max(patience.left, 0.001)))
            continue
        until = now + timedelta(seconds=HELD)
        if SourceTurn.objects.filter(host=host, next_at=row.next_at).update(next_at=until):
            return until


def _spend_one(scope: str, limit: Limit) -> None:
    row, _ = SourceUse.objects.select_for_update().get_or_create(
        scope=scope, seconds=limit.seconds, defaults={"since": timezone.now(), "calls": 0}
    )
    # Read after the wait for the row: whoever held it may have begun the window meanwhile.
    now, window = timezone.now(), timedelta(seconds=limit.seconds)
    if not row.since - SKEW <= now < row.since + window:
        row.since, row.calls = now, 0
    if row.calls >= limit.calls:
        again = row.since + window - now
        raise SourceError("rate_limited", retry_after=max(again.total_seconds(), 1.0))
    row.calls += 1
    row.save(update_fields=["since", "calls"])
