"""What whoever runs the machine can do for somebody who lost the password or the device."""

from __future__ import annotations

from django.db import transaction

from orchestrator.accounts import events, passwords, sessions, twostep
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import User


def set_password(user: User, new: str) -> None:
    """A new password; every session and every token ends. Raises Invalid."""
    passwords.check(new, user)
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        was_set(user)


def was_set(user: User) -> None:
    """What has to follow a password that somebody else set."""
    sessions.end_all(user)
    user.api_tokens.all().delete()
    events.note(user, "password_set")


def two_step_off(user: User) -> None:
    """The password alone signs in again; every session ends. Raises SignInError(not_on)."""
    if not twostep.is_on(user):
        raise SignInError("not_on")
    with transaction.atomic():
        twostep.forget(user)
        sessions.end_all(user)
        events.note(user, "two_step_removed")
