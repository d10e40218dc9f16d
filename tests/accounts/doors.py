"""Ways in, for the tests of the front door."""

from __future__ import annotations

import pyotp
from django.test import Client
from django.utils import timezone

from orchestrator import preferences
from orchestrator.accounts import recovery
from orchestrator.models import TwoStep, User

PASSWORD = "correct horse"


def on(user: User) -> tuple[str, list[str]]:
    """Two-step sign-in as somebody has set it up: the key of the app and the recovery codes."""
    secret = pyotp.random_base32()
    TwoStep.objects.create(
        owner=user, secret=preferences.box().seal(secret), confirmed_at=timezone.now()
    )
    return secret, recovery.make(user)


def signed_in(client: Client, user: User, *, code: str = "", agent: str = "") -> Client:
    """A browser after its sign-in."""
    body = {"username": user.username, "password": PASSWORD, "code": code}
    answer = client.post("/api/auth/login", body, "application/json", headers={"User-Agent": agent})
    assert answer.status_code == 200, answer.content
    return client
