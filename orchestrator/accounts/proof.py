"""Proving who one is: the password again, or a code of the second step. Guesses are throttled."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest

from orchestrator import access
from orchestrator.accounts import caller, events, recovery, throttle, twostep
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import User

logger = logging.getLogger(__name__)


def password(request: HttpRequest, given: str) -> None:
    """Of whoever is signed in. Raises SignInError(local, throttled, wrong_password)."""
    if settings.AUTH == "local":
        raise SignInError("local")
    user = access.owner(request)
    name = throttle.of_password(user)
    attempt = throttle.admit(name, request=request)
    if not user.check_password(given):
        raise refused(request, "wrong_password")
    throttle.succeeded(name, attempt)


def code(user: User, given: str, *, request: HttpRequest) -> None:
    """Raises SignInError(throttled, wrong_code)."""
    name = throttle.of_codes(user)
    attempt = throttle.admit(name, request=request)
    try:
        kind = twostep.accept(user, given)
    except SignInError:
        events.count(user, "code_failed", request=request)
        raise refused(request, "wrong_code") from None
    throttle.succeeded(name, attempt)
    if kind == "recovery":
        about = f"{recovery.left(user)} left"
        events.note(user, "recovery_code_used", request=request, about=about)


def refused(request: HttpRequest, kind: str) -> SignInError:
    """The refusal, after a line in the log that names nobody."""
    logger.info("sign-in refused", extra={"meta": {"place": caller.place(request), "why": kind}})
    return SignInError(kind)
