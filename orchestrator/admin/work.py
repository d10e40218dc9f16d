"""Operations, bulk actions, runs and automatic regenerations: what was asked for, what is stuck."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jobops.web.console import Console, TabularInline, one_of, yes
from orchestrator.models import (
    ActionItem,
    Operation,
    PipelineRun,
    RegenerationRequest,
    RunItem,
)
from orchestrator.ops import reaper, trouble
from orchestrator.pipeline import cancelling, runs

INLINE = 500


def _stuck() -> Q:
    before = timezone.now() - trouble.STUCK_AFTER
    return Q(status__in=("queued", "running"), created_at__lt=before)


Stuck = yes("stuck", "stuck", label="Open for over ten minutes", only=_stuck)
STATES = {
    "queued": "queued", "running": "running", "succeeded": "succeeded", "failed": "failed",
    "cancelled": "cancelled",
}  # fmt: skip


class Inline(TabularInline):
    """Read-only rows, and never more of them than a page can show."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ActionRows(Inline):
    model = ActionItem
    fields = ("position", "reference", "state", "attempts", "work_id", "event_id", "why")
    readonly_fields = fields
    ordering = ("position",)

    @admin.display(description="error")
    def why(self, item: ActionItem) -> str:
        return _why(item.error)


class ItemRows(Inline):
    model = RunItem
    fields = ("kind", "step", "reference", "state", "reason", "attempt", "why", "finished_at")
    readonly_fields = fields
    # A run over thousands of jobs has as many items; the list of items shows them all.
    ordering = ("step", "rank")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunItem]:
        return (
            super()
            .get_queryset(request)
            .filter(Q(step="processing") | Q(kind__in=("source", "board")))
        )

    @admin.display(description="error")
    def why(self, item: RunItem) -> str:
        return _why(item.error)


@admin.register(Operation)
class OperationConsole(Console):
    list_display = ("created_at", "kind", "status", "step", "job_id", "owner", "attempts", "took",
                    "why")  # fmt: skip
    list_filter = (
        Stuck,
        one_of("status", "status", **STATES),
        one_of("kind", "kind", **{kind: kind for kind in Operation.KINDS}),
    )
    list_select_related = ("owner",)
    ids = ("id", "job_id", "pipeline_run_id")
    by_request = True
    search_fields = ("id",)
    search_help_text = "The whole id of an operation, job, run or request"
    actions = ("retry", "recover", "cancel", "reap_now")
    inlines = (ActionRows,)
    fields = (
        "id", "owner", "job_id", "kind", "status", "step", "attempts", "why", "request_id",
        "pipeline_run_id", "created_at", "started_at", "finished_at",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="took")
    def took(self, operation: Operation) -> str:
        if not operation.started_at or not operation.finished_at:
            return ""
        return f"{(operation.finished_at - operation.started_at).total_seconds():.1f} s"

    @admin.display(description="error")
    def why(self, operation: Operation) -> str:
        return _why(operation.error)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj and obj.kind == "actions" else ()

    @admin.action(description="Retry what failed, as a new operation")
    def retry(self, request: HttpRequest, rows: QuerySet[Operation]) -> None:
        self.each(request, rows.filter(status="failed"), trouble.retry, done="Queued again")

    @admin.action(description="Recover: free the job's dead leases")
    def recover(self, request: HttpRequest, rows: QuerySet[Operation]) -> None:
        self.each(request, rows, reaper.recover_operation, done="Recovered")

    @admin.action(description="Cancel")
    def cancel(self, request: HttpRequest, rows: QuerySet[Operation]) -> None:
        self.each(
            request, rows, lambda one: cancelling.cancel(one, actor="admin"), done="Cancelled"
        )

    @admin.action(description="Reap everything that is dead")
    def reap_now(self, request: HttpRequest, rows: QuerySet[Operation]) -> None:
        self.message_user(request, f"Reaped: {reaper.reap()}")


@admin.register(PipelineRun)
class RunConsole(Console):
    list_display = ("started_at", "owner", "trigger", "status", "step", "interruptions", "errors")
    list_filter = (
        one_of("status", "status", running="running", completed="completed", failed="failed",
               cancelled="cancelled"),
    )  # fmt: skip
    list_select_related = ("owner",)
    by_request = True
    search_fields = ("id",)
    search_help_text = "The whole id of a run or request"
    inlines = (ItemRows,)
    actions = ("cancel", "advance")
    fields = (
        "id", "owner", "trigger", "status", "step", "started_at", "completed_at", "moved_at",
        "cancel_requested_at", "lease_worker", "lease_expires_at", "interruptions", "counts",
        "error_counts", "error_message", "request_id",
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
    list_display = (
        "run_id",
        "kind",
        "step",
        "reference",
        "state",
        "reason",
        "attempt",
        "finished_at",
    )
    list_filter = (
        one_of("state", "state", pending="pending", running="running", succeeded="succeeded",
               failed="failed", skipped="skipped"),
        one_of("kind", "kind", job="job", source="source", board="board"),
    )  # fmt: skip
    ids = ("id", "run_id", "job_id", "operation_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a run, job or operation"
    fields = (
        "id", "run_id", "kind", "reference", "step", "state", "reason", "attempt", "worker",
        "lease_expires_at", "operation_id", "why", "started_at", "finished_at",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="error")
    def why(self, item: RunItem) -> str:
        return _why(item.error)


@admin.register(RegenerationRequest)
class RegenerationConsole(Console):
    list_display = ("job_id", "state", "attempts", "not_before", "last_error")
    list_filter = (
        one_of("state", "state", pending="pending", running="running", failed="failed",
               done="done"),
    )  # fmt: skip
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a job"
    actions = ("retry",)
    fields = ("id", "job_id", "state", "first_asked_at", "not_before", "attempts", "last_error",
              "request_id")  # fmt: skip
    readonly_fields = fields

    @admin.action(description="Print again")
    def retry(self, request: HttpRequest, rows: QuerySet[RegenerationRequest]) -> None:
        failed = rows.filter(state="failed").select_related("job")
        self.each(request, failed, trouble.retry_regeneration, done="Asked for again")


def _why(error: Any) -> str:
    """The codes of an error; its sentence may name what an owner typed."""
    if not isinstance(error, dict):
        return ""
    reason = (error.get("details") or {}).get("reason") or error.get("reason")
    return " ".join(str(part) for part in (error.get("code"), reason) if part)
