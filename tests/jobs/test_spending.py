"""The month's limit for everything a model is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jobops.lib.llm import LLMError
from jobops.lib.llm_ledger import Usage
from orchestrator import gateway, preferences, spending
from orchestrator.models import LlmCall, User
from orchestrator.pipeline import notices

MODEL = {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m"}


@pytest.fixture
def limited(ada: User) -> User:
    preferences.save(ada, {**MODEL, "llmMonthlyTokens": 1000})
    return ada


def call(owner: User, tokens: int, **more: Any) -> LlmCall:
    return LlmCall.objects.create(
        owner=owner, purpose="scoring", host="h", model="m", prompt_tokens=tokens, **more
    )


def through_the_ledger(owner: User, asked: int, answered: int = 0) -> LlmCall:
    ledger = gateway.CallLedger(owner)
    entry = ledger.open(purpose="scoring", model="m", host="h", attempt=1)
    used = Usage(asked, answered)
    ledger.close(entry, result="ok", http_status=200, duration_ms=1, usage=used)
    return LlmCall.objects.get(pk=entry)


def test_at_the_limit_rules_do_the_work(limited: User) -> None:
    call(limited, 999)
    assert gateway.for_owner(limited) is not None
    call(limited, 1)
    assert gateway.for_owner(limited) is None


def test_it_is_looked_at_before_each_call(limited: User) -> None:
    """Two workers that had their gateway before share what is left, call by call."""
    first, second = gateway.CallLedger(limited), gateway.CallLedger(limited)
    entry = first.open(purpose="tailoring", model="m", host="h", attempt=1)
    first.close(entry, result="ok", http_status=200, duration_ms=1, usage=Usage(1500, 0))
    with pytest.raises(LLMError) as refused:
        second.open(purpose="tailoring", model="m", host="h", attempt=1)
    assert refused.value.kind == "limit_reached"
    assert LlmCall.objects.count() == 1


def test_money_counts_where_prices_are_known(ada: User) -> None:
    prices = {"llmPricePrompt": 2.5, "llmPriceCompletion": 10, "llmMonthlyCost": 0.05}
    preferences.save(ada, {**MODEL, **prices})
    assert through_the_ledger(ada, 10_000, 2_000).cost == Decimal("0.045")
    assert not spending.month(ada).is_spent
    through_the_ledger(ada, 2_000)
    assert spending.month(ada).is_spent


def test_without_prices_the_cost_is_unknown(ada: User) -> None:
    assert through_the_ledger(ada, 10).cost is None


def test_the_month_is_the_owners(limited: User) -> None:
    preferences.save(limited, {"timeZone": "Pacific/Auckland"})
    new_year = datetime(2026, 12, 31, 11, tzinfo=UTC)
    call(limited, 5000, at=new_year - timedelta(minutes=1))
    assert spending.month(limited, at=new_year - timedelta(seconds=1)).tokens == 5000
    assert spending.month(limited, at=new_year).tokens == 0


def test_a_notice_comes_at_four_fifths_and_at_the_limit_once_each(limited: User) -> None:
    for tokens in (700, 150, 100, 100):
        through_the_ledger(limited, tokens)
    told = [one for one in notices.read(limited) if one.kind == "model.limit"]
    assert [one.text for one in told] == [
        "The month's limit for models is reached",
        "80 % of the month's limit for models is used",
    ]
    ends = spending.month(limited).ends
    assert told[0].detail == f"Rules do the work and say so, until {ends.day} {ends:%B}."
    assert all(one.is_unread for one in told)


@pytest.mark.parametrize(
    ("staff", "own", "spent"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_the_installations_limit_is_for_people_who_use_its_model(
    ada: User, settings: Any, staff: bool, own: bool, spent: bool
) -> None:
    settings.LLM_MONTHLY_TOKENS = 100
    ada.is_staff = staff
    ada.save(update_fields=["is_staff"])
    if own:
        preferences.save(ada, MODEL)
    call(ada, 100)
    assert spending.is_spent(ada) is spent


def test_the_page_shows_the_use_beside_the_limit(client: Client, limited: User) -> None:
    call(limited, 850)
    said = client.get("/settings/models").content.decode()
    assert "850 of 1,000 tokens were used this month" in said
    assert "Over 80 % of the month" in said
    call(limited, 850)
    assert "The month's limit is reached" in client.get("/settings/models").content.decode()


def test_prices_are_saved_and_taken_back(client: Client, ada: User) -> None:
    client.post("/settings/models", {"llmPricePrompt": "0.15", "llmMonthlyCost": "20"})
    assert preferences.of(ada)["llmPricePrompt"] == 0.15
    answer = client.patch("/api/settings", {"llmMonthlyCost": -1}, "application/json")
    assert answer.status_code == 400


def test_nothing_is_counted_without_a_limit(ada: User, django_assert_num_queries: Any) -> None:
    preferences.of(ada)
    with django_assert_num_queries(1):
        spending.is_spent(ada)
    assert timezone.now() < spending.month(ada).ends
