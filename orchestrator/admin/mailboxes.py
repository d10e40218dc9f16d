"""Mailboxes and how their readings went: neither addresses nor names nor a word of any mail."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jobops.web.console import Console, one_of
from orchestrator.inbox import sync
from orchestrator.models import MailAccount, SyncRun

PROVIDERS = {"gmail": "Gmail", "imap": "IMAP"}


@admin.register(MailAccount)
class MailboxConsole(Console):
    list_display = ("id", "owner", "provider", "status", "is_enabled", "interval",
                    "last_synced_at", "not_before", "failures", "fault")  # fmt: skip
    list_filter = (
        one_of("status", "status", connected="connected", error="error",
               disconnected="disconnected"),
        one_of("provider", "provider", **PROVIDERS),
    )  # fmt: skip
    list_select_related = ("owner",)
    search_fields = ("id",)
    search_help_text = "The whole id of a mailbox"
    fields = ("id", "owner", "provider", "status", "is_enabled", "interval", "last_connected_at",
              "last_synced_at", "not_before", "failures", "fault", "created_at",
              "updated_at")  # fmt: skip
    readonly_fields = fields
    actions = ("read_now", "switch_off", "switch_on")

    @admin.display(description="error")
    def fault(self, account: MailAccount) -> str:
        return _code(account.last_error)

    @admin.action(description="Read now")
    def read_now(self, request: HttpRequest, rows: QuerySet[MailAccount]) -> None:
        self.each(request, rows.select_related("owner"), sync.request, done="Queued")

    @admin.action(description="Switch off: read on demand only")
    def switch_off(self, request: HttpRequest, rows: QuerySet[MailAccount]) -> None:
        self.each(request, rows, lambda one: _switch(one, False), done="Switched off")

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, rows: QuerySet[MailAccount]) -> None:
        self.each(request, rows, lambda one: _switch(one, True), done="Switched on")


@admin.register(SyncRun)
class SyncConsole(Console):
    list_display = ("id", "owner", "account_id", "provider", "status", "is_automatic", "created_at",
                    "took", "expected", "discovered", "relevant", "matched", "errored", "skipped",
                    "tokens", "fault")  # fmt: skip
    list_filter = (
        one_of("status", "status", queued="queued", running="running", completed="completed",
               failed="failed", cancelled="cancelled"),
        one_of("provider", "provider", **PROVIDERS, upload="Upload", paste="Paste"),
    )  # fmt: skip
    list_select_related = ("owner",)
    by_request = True
    search_fields = ("id",)
    search_help_text = "The whole id of a reading or request"
    fields = ("id", "owner", "account_id", "provider", "status", "is_automatic", "max_messages",
              "search_days", "attempts", "worker", "lease_until", "expected", "discovered",
              "relevant", "classified", "matched", "approved", "denied", "errored", "skipped",
              "tokens", "cost", "fault", "request_id", "created_at", "started_at",
              "finished_at")  # fmt: skip
    readonly_fields = fields

    @admin.display(description="took")
    def took(self, run: SyncRun) -> str:
        if not run.started_at or not run.finished_at:
            return ""
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s"

    @admin.display(description="error")
    def fault(self, run: SyncRun) -> str:
        return _code(run.error)


def _code(error: dict[str, object] | None) -> str:
    return str((error or {}).get("code", ""))


def _switch(account: MailAccount, enabled: bool) -> None:
    rows = MailAccount.objects.filter(pk=account.pk)
    rows.update(is_enabled=enabled, updated_at=timezone.now())
