from __future__ import annotations

import pytest

from orchestrator.models import User
from tests.accounts.doors import PASSWORD


@pytest.fixture
def account(required: None, db: None) -> User:
    """Ada with a password, on an installation that asks for one."""
    return User.objects.create_superuser("ada", password=PASSWORD, display_name="Ada")
