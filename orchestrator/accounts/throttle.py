"""Slows guessing down: failed sign-ins are rows, counted by name and by address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from orchestrator.models import LoginAttempt

WINDOW = timedelta(minutes=15)
BY_NAME = 5
BY_ADDRESS = 30
FIRST_WAIT = 30
LONGEST_WAIT = 15 * 60
# Wrong secrets of other programs; they must not lock people of the same address out.
TRIGGER = "webhook/trigger"
TRIGGER_SECONDS, BY_TRIGGER = 60, 10


def wait(name: str, address: str) -> int:
    """Seconds until the next attempt is allowed; 0 when it is now."""
    return max(
        _left("name", fold(name), limit=BY_NAME), _left("address", address, limit=BY_ADDRESS)
    )


def begin(name: str, address: str) -> LoginAttempt:
    """Count an attempt as failed before the password is looked at: guesses sent at once count
    too.
    """
    return LoginAttempt.objects.create(name=fold(name), address=address)


def succeeded(name: str, attempt: LoginAttempt) -> None:
    """A right password clears the name's count; the address keeps what others failed from it."""
    LoginAttempt.objects.filter(name=fold(name)).delete()
    LoginAttempt.objects.filter(pk=attempt.pk).delete()


def begin_trigger(address: str) -> LoginAttempt | None:
    """Count an attempt with a secret as failed before it is looked at; None when there were too
    many within a minute.
    """
    attempt = LoginAttempt.objects.create(name=TRIGGER, address=address)
    since = timezone.now() - timedelta(seconds=TRIGGER_SECONDS)
    failed = LoginAttempt.objects.filter(name=TRIGGER, address=address, at__gt=since)
    if failed.count() <= BY_TRIGGER:
        return attempt
    attempt.delete()
    return None


def fold(name: str) -> str:
    return name.strip().casefold()[:150]


def _left(field: str, value: Any, *, limit: int) -> int:
    now = timezone.now()
    rows = LoginAttempt.objects.filter(**{field: value}, at__gt=now - WINDOW)
    found = rows.exclude(name=TRIGGER).aggregate(failed=Count("pk"), last=Max("at"))
    if found["failed"] < limit:
        return 0
    pause = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(found["failed"] - limit, 10))
    end = found["last"] + timedelta(seconds=pause)
    left: float = (end - now).total_seconds()
    return max(0, round(left))
