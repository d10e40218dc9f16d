"""The owner's limit per calendar month, before a model is asked to write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jobops.lib.errors import Refused
from orchestrator import gateway, spending
from orchestrator.models import User


def require(owner: User, *, options: Mapping[str, Any], at: datetime) -> None:
    """Raises Refused("budget_exhausted") when a model would write and the limit is reached."""
    if options.get("engine") == "computed":
        return
    if not spending.is_limited(owner) or gateway.for_chat(owner) is None:
        return
    if spending.month(owner, at=at).is_spent:
        raise Refused("budget_exhausted")
