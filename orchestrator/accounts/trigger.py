"""Who may start a run from outside: the bearer of a secret, or, where nobody has set one, whoever
may sign in.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import HttpRequest

from orchestrator import preferences
from orchestrator.accounts import caller, door, scopes, throttle
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import User

SECRET = "webhookSecret"


def owner_of(request: HttpRequest) -> User | None:
    """Whose run it starts; None for a stranger. Raises SignInError(throttled)."""
    known = list(_secrets())
    if not known:
        scopes.require(request, "write")
        return request.user if isinstance(request.user, User) else None
    if (attempt := throttle.begin_trigger(caller.counted(request))) is None:
        raise SignInError("throttled", retryAfter=throttle.TRIGGER_SECONDS)
    if (owner := _bearer(door.bearer(request) or "", known)) is not None:
        attempt.delete()
    return owner


def _bearer(text: str, known: Sequence[tuple[User, str]]) -> User | None:
    """All are compared, so that the time taken does not tell which one it was not."""
    given = _digest(text)
    right = [owner for owner, secret in known if hmac.compare_digest(_digest(secret), given)]
    return right[0] if right else None


def _secrets() -> Iterator[tuple[User, str]]:
    """What owners have set for themselves, then the environment's, which is the administrator's."""
    chosen = User.objects.filter(is_active=True, preferences__key=SECRET).order_by("pk")
    for owner in chosen:
        if secret := preferences.of(owner)[SECRET]:
            yield owner, secret
    if settings.WEBHOOK_SECRET and (administrator := _administrator()):
        yield administrator, settings.WEBHOOK_SECRET


def _administrator() -> User | None:
    if settings.AUTH == "local":
        return door.local_owner()
    return User.objects.filter(is_active=True, is_staff=True).order_by("date_joined", "pk").first()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
