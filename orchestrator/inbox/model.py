"""The owner's language model as far as it may read mail."""

from __future__ import annotations

from collections.abc import Callable

from jobops.lib.llm import Gateway
from orchestrator import gateway, preferences
from orchestrator.models import User


def for_mail(owner: User, *, cancelled: Callable[[], bool] | None = None) -> Gateway | None:
    """None when the owner wants none, has none, or this month's limit is reached."""
    if not preferences.of(owner)["mailUseModel"]:
        return None
    return gateway.for_owner(owner, cancelled=cancelled)
