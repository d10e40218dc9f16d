"""What a password must be: long enough, none that everybody tries, not the name again."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jobops.lib.errors import Invalid
from orchestrator.models import User


def faults(password: str, user: User | None = None) -> list[str]:
    """What is wrong with it, one sentence each; `user` may be a row that is not stored yet."""
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return list(refused.messages)
    return []


def check(password: str, user: User | None = None, *, field: str = "password") -> None:
    """Raises Invalid, naming `field`, when the password is none to have."""
    if found := faults(password, user):
        raise Invalid({field: found})
