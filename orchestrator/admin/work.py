"""Operations, runs and automatic regenerations: what was asked for, and what became stuck."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from orchestrator.admin.console import Console, TabularInline
from orchestrator.models import Operation, PipelineRun, RegenerationRequest, RunItem
from orchestrator.ops import reaper
from orchestrator.pipeline import runs

STUCK_AFTER = timedelta(minutes=10)


class Stuck(admin.SimpleListFilter):
    title = "stuck"
    parameter_name = "stuck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return (("yes", "Open for over ten minutes"),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        before = timezone.now() - STUCK_AFTER
        return queryset.filter(status__in=("queued", "running"), created_at__lt=before)


@admin.register(Operation)
class OperationConsole(Console):
    list_display = ("kind", "status", "step", "job", "owner", "attempts", "created_at", "took")
    list_filter = (Stuck, "status", "kind")
    list_select_related = ("job", "owner")
    search_fields = ("=id", "=job__id", "=request_id", "job__title", "job__employer")
    ordering = ("-created_at",)
    actions = ("recover", "reap_now")
    fields = (
        "id", "owner", "job", "kind", "status", "step", "attempts", "error", "result", "request_id",
        "pipeline_run_id", "created_at", "started_at", "finished_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Operation]:
        return super().get_queryset(request).defer("job__description", "job__description_html")

    @admin.display(description="took")
    def took(self, operation: Operation) -> str:
        if not operation.started_at or not operation.finished_at:
            return ""
        return f"{(operation.finished_at - operation.started_at).total_seconds():.1f} s"

    @admin.action(description="Recover: free the job's dead leases")
    def recover(self, request: HttpRequest, rows: QuerySet[Operation]) -> None:
        self.each(request, rows, reaper.recover_operation, done="Recovered")

    @admin.action(description="Reap everything that is dead")
    def reap_now(self, request: HttpRequest, rows: QuerySet[Operation]) -> None:
        self.message_user(request, f"Reaped: {reaper.reap()}")


class ItemRows(TabularInline):
    model = RunItem
    fields = ("step", "reference", "state", "reason", "attempt", "error", "finished_at")
    readonly_fields = fields
    extra = 0
    max_num = 0
    can_delete = False
    # A run over thousands of jobs has as many items; the page of items shows them all.
    ordering = ("step", "rank")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunItem]:
        return super().get_queryset(request).filter(step="processing")


@admin.register(PipelineRun)
class RunConsole(Console):
    list_display = ("started_at", "owner", "trigger", "status", "step", "interruptions", "errors")
    list_filter = ("status", "trigger")
    list_select_related = ("owner",)
    search_fields = ("=id",)
    ordering = ("-started_at",)
    inlines = (ItemRows,)
    actions = ("cancel", "advance")
    fields = (
        "id", "owner", "trigger", "status", "step", "started_at", "completed_at", "moved_at",
        "cancel_requested_at", "lease_worker", "lease_expires_at", "interruptions", "counts",
        "error_counts", "error_message",
    )  # fmt: skip

    @admin.display(description="errors")
    def errors(self, run: PipelineRun) -> int:
        return sum(run.error_counts.values())

    @admin.action(description="Cancel")
    def cancel(self, request: HttpRequest, rows: QuerySet[PipelineRun]) -> None:
        self.each(
            request, rows, lambda run: runs.cancel(run.owner, actor="admin"), done="Cancelled"
        )

    @admin.action(description="Push: do what can be done now")
    def advance(self, request: HttpRequest, rows: QuerySet[PipelineRun]) -> None:
        self.each(request, rows, runs.push, done="Pushed")


@admin.register(RunItem)
class ItemConsole(Console):
    list_display = ("run", "step", "reference", "state", "reason", "attempt", "finished_at")
    list_filter = ("step", "state", "reason")
    list_select_related = ("run",)
    search_fields = ("=run__id", "=reference")
    ordering = ("-id",)
    fields = (
        "id", "run", "kind", "reference", "step", "state", "reason", "attempt", "worker",
        "lease_expires_at", "operation_id", "error", "started_at", "finished_at",
    )  # fmt: skip


@admin.register(RegenerationRequest)
class RegenerationConsole(Console):
    list_display = ("job", "state", "attempts", "not_before", "last_error")
    list_filter = ("state",)
    list_select_related = ("job",)
    search_fields = ("=job__id", "job__title", "job__employer")
    ordering = ("-not_before",)
    fields = ("id", "job", "state", "first_asked_at", "not_before", "attempts", "last_error")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegenerationRequest]:
        return super().get_queryset(request).defer("job__description", "job__description_html")
