"""What an owner's language models used this month, and how far that is from the limits of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops import logs
from jobops.lib.words import number, say
from orchestrator import preferences
from orchestrator.models import LlmCall, Operation, Tally, User
from orchestrator.preferences import Preferences

WARNED_AT = 0.8
NOTICE = "model_limit"
MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Month:
    """The owner's calendar month. `cost` in the currency of the owner's prices; limits are None
    where nobody set one.
    """

    ends: datetime
    tokens: int
    cost: Decimal
    most_tokens: int | None
    most_cost: Decimal | None

    @property
    def share(self) -> float:
        """Of the limit that is nearer, 1.0 when it is reached; 0 without one."""
        shares = [0.0]
        if self.most_tokens is not None:
            shares.append(self.tokens / self.most_tokens if self.most_tokens else 1.0)
        if self.most_cost is not None:
            shares.append(float(self.cost / self.most_cost) if self.most_cost else 1.0)
        return max(shares)

    @property
    def said(self) -> str:
        """In one sentence or two, for people."""
        used, cost = number(self.tokens), number(float(self.cost), 2)
        told = (
            say("{used} tokens were used this month, by everything that asks a model.", used=used)
            if self.most_tokens is None
            else say(
                "{used} of {most} tokens were used this month, by everything that asks a model.",
                used=used,
                most=number(self.most_tokens),
            )
        )
        if not self.cost and self.most_cost is None:
            return told
        if self.most_cost is None:
            return say("{told} They cost {cost}.", told=told, cost=cost)
        most = number(float(self.most_cost), 2)
        return say("{told} They cost {cost} of {most}.", told=told, cost=cost, most=most)

    @property
    def is_spent(self) -> bool:
        return self.share >= 1

    @property
    def is_near(self) -> bool:
        return WARNED_AT <= self.share < 1


def month(owner: User, *, at: datetime | None = None) -> Month:
    wanted = preferences.of(owner)
    begins, ends = bounds((at or timezone.now()).astimezone(wanted.zone()))
    tokens, cost = used(owner, since=begins)
    most = wanted["llmMonthlyCost"]
    return Month(ends, tokens, cost, _most_tokens(wanted), None if most is None else _money(most))


def is_spent(owner: User) -> bool:
    """Asked before every call. Without a limit nothing is counted."""
    return is_limited(owner) and month(owner).is_spent


def is_limited(owner: User) -> bool:
    wanted = preferences.of(owner)
    return _most_tokens(wanted) is not None or wanted["llmMonthlyCost"] is not None


def used(owner: User, *, since: datetime) -> tuple[int, Decimal]:
    """Tokens of every call since then, asked and answered, and what is known of their cost."""
    tokens = Coalesce(F("prompt_tokens"), 0) + Coalesce(F("completion_tokens"), 0)
    rows = LlmCall.objects.filter(owner=owner, at__gte=since).order_by()
    found = rows.aggregate(tokens=Sum(tokens), cost=Sum("cost"))
    return int(found["tokens"] or 0), found["cost"] or Decimal(0)


def cost(owner: User, *, asked: int, answered: int) -> Decimal | None:
    """None while the owner has given no prices."""
    wanted = preferences.of(owner)
    prices = wanted["llmPricePrompt"], wanted["llmPriceCompletion"]
    if prices == (None, None):
        return None
    parts = (
        _money(price or 0) * count for price, count in zip(prices, (asked, answered), strict=True)
    )
    return Decimal(sum(parts, Decimal(0)) / MILLION).quantize(Decimal("0.000001"))


def tell(owner: User, *, tokens: int, cost: Decimal | None) -> None:
    """After a call that used so much: a notice when it crossed a mark, once per mark and month."""
    if not is_limited(owner):
        return
    now = month(owner)
    before = Month(now.ends, now.tokens - tokens, now.cost - (cost or 0), now.most_tokens,
                   now.most_cost)  # fmt: skip
    crossed = [mark for mark in (WARNED_AT, 1.0) if before.share < mark <= now.share]
    for mark in crossed[-1:]:
        _note(owner, {"percent": round(mark * 100), "ends": now.ends.isoformat()})


def bounds(now: datetime) -> tuple[datetime, datetime]:
    """First and last moment of the month around `now`, in its time zone."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, (first + timedelta(days=32)).replace(day=1)


def _most_tokens(wanted: Preferences) -> int | None:
    limits = [wanted["llmMonthlyTokens"]]
    if settings.LLM_MONTHLY_TOKENS and not wanted.owner.is_staff and _is_shared(wanted):
        limits.append(settings.LLM_MONTHLY_TOKENS)
    known = [one for one in limits if one is not None]
    return min(known, default=None)


def _is_shared(wanted: Preferences) -> bool:
    """Whether the model is the installation's: its address, and so its key."""
    return wanted.describe("llmBaseUrl").origin != "override"


def _money(value: float) -> Decimal:
    return Decimal(str(value))


def _note(owner: User, result: dict[str, Any]) -> None:
    now = timezone.now()
    Operation.objects.create(
        owner=owner, kind=NOTICE, status="succeeded", result=result, finished_at=now,
        request_id=logs.current().get("requestId", ""),
    )  # fmt: skip
    Tally.objects.raised(owner.pk)
