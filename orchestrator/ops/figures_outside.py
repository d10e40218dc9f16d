"""Figures of what goes out and comes in: model calls, messages to other programs, mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from jobops.lib.ids import first_of
from orchestrator.models import Delivery, LlmCall, MailAccount, SyncRun

Values = Iterator[tuple[tuple[str, ...], float]]
DAY = timedelta(days=1)


def _calls(at: datetime) -> Values:
    rows = _asked(at).values_list("purpose", "result").annotate(n=Count("pk"))
    for purpose, result, number in rows:
        yield (purpose, result), number


def _tokens(at: datetime) -> Values:
    rows = (
        _asked(at)
        .values_list("purpose")
        .annotate(sent=Sum("prompt_tokens"), answered=Sum("completion_tokens"))
    )
    for purpose, sent, answered in rows:
        yield (purpose, "prompt"), sent or 0
        yield (purpose, "completion"), answered or 0


def _cost(at: datetime) -> Values:
    rows = _asked(at).filter(cost__isnull=False).values_list("purpose")
    for purpose, spent in rows.annotate(spent=Sum("cost")):
        yield (purpose,), float(spent)


def _asked(at: datetime) -> QuerySet[LlmCall]:
    return LlmCall.objects.filter(at__gte=at - DAY).order_by()


def _deliveries(at: datetime) -> Values:
    rows = Delivery.objects.order_by().values_list("state").annotate(n=Count("pk"))
    for state, number in rows:
        yield (state,), number


def _readings(at: datetime) -> Values:
    rows = SyncRun.objects.filter(pk__gte=first_of(at - DAY)).order_by()
    for status, number in rows.values_list("status").annotate(n=Count("pk")):
        yield (status,), number


def _mailboxes(at: datetime) -> Values:
    rows = MailAccount.objects.order_by().values_list("status").annotate(n=Count("pk"))
    for status, number in rows:
        yield (status,), number


FIGURES = {
    "model_calls_24h": ("Calls of a language model.", ("purpose", "result"), _calls),
    "model_tokens_24h": ("Tokens of these calls.", ("purpose", "side"), _tokens),
    "model_cost_24h": ("What they cost, where prices are known.", ("purpose",), _cost),
    "deliveries": ("Messages to other programs, of 30 days.", ("state",), _deliveries),
    "mail_readings_24h": ("Readings of mailboxes.", ("status",), _readings),
    "mailboxes": ("Mailboxes by their standing.", ("status",), _mailboxes),
}
