"""The owner's limit of tokens per calendar month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from jobops.lib.errors import Refused
from orchestrator import gateway, preferences
from orchestrator.models import LlmCall, User


def require(owner: User, *, options: Mapping[str, Any], at: datetime) -> None:
    """Raises Refused("budget_exhausted") when a model would write and its tokens are used up."""
    if options.get("engine") == "computed":
        return
    wanted = preferences.of(owner)
    limit = wanted["llmMonthlyTokens"]
    if limit is None or gateway.for_chat(owner) is None:
        return
    if used(owner, since=_month(at.astimezone(wanted.zone()))) >= limit:
        raise Refused("budget_exhausted")


def used(owner: User, *, since: datetime) -> int:
    """Tokens of every call since then, asked and answered."""
    tokens = Coalesce(F("prompt_tokens"), 0) + Coalesce(F("completion_tokens"), 0)
    rows = LlmCall.objects.filter(owner=owner, at__gte=since)
    return int(rows.aggregate(all=Sum(tokens))["all"] or 0)


def _month(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
