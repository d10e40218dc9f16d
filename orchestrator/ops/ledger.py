"""What language models were asked, by model: calls, tokens, cost and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from orchestrator import spending
from orchestrator.models import LlmCall, User


@dataclass(frozen=True)
class Usage:
    """`cost` is None when no price is known for any of the calls."""

    model: str
    calls: int
    failed: int
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal | None


@dataclass(frozen=True)
class Spender:
    """What one owner's models used in the owner's month, beside the limits."""

    owner: User
    month: spending.Month


MOST_SPENDERS = 20


def spenders(*, since: datetime) -> list[Spender]:
    """Whoever asked a model since then, who is nearest to a limit or asked most first."""
    rows = LlmCall.objects.filter(at__gte=since).order_by().values("owner")
    busiest = rows.annotate(calls=Count("pk")).order_by("-calls")[:MOST_SPENDERS]
    owners = User.objects.in_bulk([row["owner"] for row in busiest])
    found = [Spender(one, spending.month(one)) for one in owners.values()]
    return sorted(found, key=lambda one: (-one.month.share, -one.month.tokens))


def usage(*, since: datetime) -> list[Usage]:
    """The busiest model first."""
    rows = (
        LlmCall.objects.filter(at__gte=since)
        .values("model")
        .annotate(
            calls=Count("pk"),
            failed=Count("pk", filter=~Q(result__in=("ok", "started"))),
            prompt=Sum("prompt_tokens"),
            completion=Sum("completion_tokens"),
            spent=Sum("cost"),
        )
        .order_by("-calls", "model")
    )
    return [
        Usage(
            model=row["model"],
            calls=row["calls"],
            failed=row["failed"],
            prompt_tokens=row["prompt"] or 0,
            completion_tokens=row["completion"] or 0,
            cost=row["spent"],
        )
        for row in rows
    ]
