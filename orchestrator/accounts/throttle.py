"""Slows guessing down: failed attempts are rows, counted by name and by address."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.utils import timezone

from orchestrator.accounts import caller
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import LoginAttempt, User

logger = logging.getLogger(__name__)

WINDOW = timedelta(minutes=15)
BY_NAME = 5
BY_ADDRESS = 30
FIRST_WAIT = 30
LONGEST_WAIT = 15 * 60
# Six digits are few, so the codes of one account have a limit for the whole day as well.
A_DAY, BY_DAY, DAYS_WAIT = timedelta(days=1), 20, 3600
# Wrong secrets of other programs; they must not lock people of the same address out.
TRIGGER = "webhook/trigger"
TRIGGER_SECONDS, BY_TRIGGER = 60, 10


def of_codes(user: User) -> str:
    """What wrong codes of an account are counted under. Nobody can type it: names are trimmed."""
    return f" code {user.pk}"


def of_password(user: User) -> str:
    """The same for its password, asked again of somebody who is signed in."""
    return f" password {user.pk}"


def admit(name: str, *, request: HttpRequest) -> LoginAttempt:
    """Count an attempt as failed before it is looked at: guesses sent at once count too. `name` is
    what was typed, or one of the two above. Raises SignInError(throttled).
    """
    attempt = LoginAttempt.objects.create(name=name, address=caller.counted(request))
    by_name, by_address = _waits(attempt.name, attempt.address, before=attempt.pk)
    if seconds := max(by_name, by_address):
        attempt.delete()
        _tell(request, by_address=by_address > 0)
        raise SignInError("throttled", _told(seconds), retryAfter=seconds)
    return attempt


def wait(name: str, address: str) -> int:
    """Seconds until the next attempt is allowed; 0 when it is now."""
    return max(_waits(fold(name), address))


def succeeded(name: str, attempt: LoginAttempt) -> None:
    """What was right clears the name's count; the address keeps what others failed from it."""
    attempt.delete()
    cleared(name)


def cleared(name: str) -> None:
    LoginAttempt.objects.filter(name=name).delete()


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


def _told(seconds: int) -> str:
    minutes = -(-seconds // 60)
    waits = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many failed attempts. Wait {waits}, then try again."


def _waits(name: str, address: str, *, before: int | None = None) -> tuple[int, int]:
    by_name = _left("name", name, limit=BY_NAME, before=before)
    if name.startswith(" "):
        by_name = max(by_name, _left_today(name, before=before))
    return by_name, _left("address", address, limit=BY_ADDRESS, before=before)


def _left(field: str, value: str, *, limit: int, before: int | None) -> int:
    found = _failed(field, value, within=WINDOW, before=before)
    if found["failed"] < limit:
        return 0
    pause = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(found["failed"] - limit, 10))
    return _until(found["last"] + timedelta(seconds=pause))


def _left_today(name: str, *, before: int | None) -> int:
    found = _failed("name", name, within=A_DAY, before=before)
    if found["failed"] < BY_DAY:
        return 0
    return _until(found["last"] + timedelta(seconds=DAYS_WAIT))


def _failed(field: str, value: str, *, within: timedelta, before: int | None) -> dict[str, Any]:
    rows = LoginAttempt.objects.filter(**{field: value}, at__gt=timezone.now() - within)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.exclude(name=TRIGGER).aggregate(failed=Count("pk"), last=Max("at"))


def _until(end: Any) -> int:
    left: float = (end - timezone.now()).total_seconds()
    return max(0, round(left))


def _tell(request: HttpRequest, *, by_address: bool) -> None:
    logger.info("sign-in throttled", extra={"meta": {"place": caller.place(request)}})
    if by_address and caller.is_shared(request):
        logger.warning("everybody comes from the address of a proxy; set JOBOPS_PROXIES")
