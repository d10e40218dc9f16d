"""What is told to other programs: addresses that give trouble, and each message."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from jobops.web.console import Console, one_of, yes
from orchestrator.models import Delivery, Webhook
from orchestrator.ops import webhooks

Off = yes("off", "off", label="Switched off", only=Q(disabled_at__isnull=False))


@admin.register(Webhook)
class WebhookConsole(Console):
    list_display = ("kind", "owner", "failures", "failing_since", "disabled_at")
    list_filter = (Off,)
    list_select_related = ("owner",)
    actions = ("turn_on",)

    @admin.action(description="Turn on")
    def turn_on(self, request: HttpRequest, rows: QuerySet[Webhook]) -> None:
        off = rows.filter(disabled_at__isnull=False)
        self.each(
            request, off, lambda hook: webhooks.turn_on(hook.owner, hook.kind), done="Turned on"
        )


@admin.register(Delivery)
class DeliveryConsole(Console):
    """The body names the owner's jobs, and an answer may say anything: neither is shown."""

    list_display = ("created_at", "event", "state", "attempts", "last", "next_at", "owner")
    list_filter = (
        one_of("state", "state", pending="pending", sending="sending", delivered="delivered",
               failed="failed", cancelled="cancelled"),
    )  # fmt: skip
    list_select_related = ("owner",)
    by_request = False
    ordering = ("-pk",)
    search_fields = ("id",)
    search_help_text = "The whole id of a message"
    actions = ("send_again",)
    fields = ("id", "owner", "kind", "event", "state", "attempts", "tried", "characters",
              "created_at", "next_at", "finished_at", "request_id", "pipeline_run_id", "job_id",
              "event_id")  # fmt: skip
    readonly_fields = fields

    @admin.display(description="last answer")
    def last(self, delivery: Delivery) -> str:
        return _told(delivery.attempts_log[-1]) if delivery.attempts_log else ""

    @admin.display(description="attempt by attempt")
    def tried(self, delivery: Delivery) -> str:
        return "; ".join(f"{one.get('at', '')} {_told(one)}" for one in delivery.attempts_log)

    @admin.display(description="characters of the body")
    def characters(self, delivery: Delivery) -> int:
        return len(delivery.body)

    @admin.action(description="Send again, with the same id and body")
    def send_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        self.each(request, rows, webhooks.send_again, done="Queued again")


def _told(attempt: dict[str, object]) -> str:
    """The status, or why there is none, and how long it took."""
    return f"{attempt.get('status') or attempt.get('reason') or ''}, {attempt.get('durationMs')} ms"
