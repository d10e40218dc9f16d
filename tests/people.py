"""Three people everyone knows: Ada owns jobs, Ben is another owner, a visitor is nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.accounts.door import LOCAL_NAME
from orchestrator.models import ApiToken, User


@pytest.fixture
def ada(db: None) -> User:
    """The local owner, who is whoever calls in local mode."""
    # A page that a test before left open may have asked for the owner already.
    known = {"display_name": "Ada", "is_staff": True, "is_superuser": True}
    return User.objects.update_or_create(username=LOCAL_NAME, defaults=known)[0]


@pytest.fixture
def ben(db: None) -> User:
    """Somebody else's rows must be 404 for Ada, and hers for him."""
    return User.objects.create(username="ben", display_name="Ben")


@pytest.fixture
def ada_token(ada: User) -> str:
    return ApiToken.objects.issue(ada, name="tests", expires_at=None)[1]


@pytest.fixture
def required(settings: object) -> None:
    """The installation asks everybody to sign in."""
    settings.AUTH = "required"  # type: ignore[attr-defined]


@pytest.fixture
def visitor() -> Client:
    return Client()
