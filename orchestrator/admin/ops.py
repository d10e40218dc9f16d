"""The machinery: heartbeats, the queue, failed tasks, model calls, accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success

from jobops.web.console import Console, one_of
from orchestrator.accounts import rescue, sessions
from orchestrator.models import ApiToken, Heartbeat, LlmCall, LoginAttempt, User
from orchestrator.models.work import HEARTBEAT_LIFE
from orchestrator.ops import broker, tracing, trouble

# Their own pages show arguments and stacks as they are, and let anybody schedule any function.
for _model in (Success, Failure, Schedule, OrmQ):
    admin.site.unregister(_model)


@admin.register(Heartbeat)
class HeartbeatConsole(Console):
    list_display = ("host", "pid", "at", "started_at", "alive", "chromium", "chromium_error")
    ordering = ("-at",)

    @admin.display(boolean=True)
    def alive(self, beat: Heartbeat) -> bool:
        return beat.at > timezone.now() - HEARTBEAT_LIFE


@admin.register(OrmQ)
class QueueConsole(Console):
    list_display = ("id", "task", "about", "queued_or_due", "key")
    ordering = ("id",)
    fields = ("id", "key", "task", "about", "lock")
    readonly_fields = fields
    actions = ("drop",)

    @admin.display(description="task")
    def task(self, row: OrmQ) -> str:
        return self._read(row).name

    @admin.display(description="about")
    def about(self, row: OrmQ) -> str:
        return self._read(row).subject

    def _read(self, row: OrmQ) -> broker.Waiting:
        return broker.shown(row.pk, line=row.key, payload=row.payload, since=row.lock)

    @admin.display(description="queued, or due again", ordering="lock")
    def queued_or_due(self, row: OrmQ) -> Any:
        return row.lock

    @admin.action(description="Delete: the row it works on says what is left to do")
    def drop(self, request: HttpRequest, rows: QuerySet[OrmQ]) -> None:
        self.each(request, rows, lambda row: row.delete(), done="Deleted")


@admin.register(Failure)
class FailureConsole(Console):
    list_display = ("name", "func", "started", "stopped", "cause")
    ordering = ("-stopped",)
    fields = ("name", "func", "started", "stopped", "redacted")
    readonly_fields = fields
    actions = ("retry",)

    @admin.action(description="Queue again, as far as there is still something to do")
    def retry(self, request: HttpRequest, rows: QuerySet[Failure]) -> None:
        self.each(request, rows, trouble.retry_task, done="Queued again")

    @admin.display(description="cause")
    def cause(self, task: Failure) -> str:
        return self.redacted(task).partition("\n")[0][:120]

    @admin.display(description="redacted")
    def redacted(self, task: Failure) -> str:
        return trouble.redacted(task)


@admin.register(LlmCall)
class CallConsole(Console):
    list_display = (
        "at", "purpose", "model", "host", "result", "http_status", "duration_ms",
        "prompt_tokens", "completion_tokens", "cost", "owner",
    )  # fmt: skip
    list_filter = (
        one_of("result", "result", ok="ok", refused="refused", rate_limited="rate limited",
               timeout="timeout", invalid="invalid", cancelled="cancelled", started="started"),
    )  # fmt: skip
    list_select_related = ("owner",)
    ids = tracing.CALL_IDS
    by_request = True
    search_fields = ("id",)
    search_help_text = "The whole id of a job, request, operation or run"


@admin.register(ApiToken)
class TokenConsole(Console):
    list_display = ("name", "owner", "is_session", "created_at", "last_used_at", "expires_at")
    list_filter = ("is_session",)
    list_select_related = ("owner",)
    fields = ("id", "owner", "name", "is_session", "created_at", "last_used_at", "expires_at")
    actions = ("revoke",)

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, rows: QuerySet[ApiToken]) -> None:
        self.each(request, rows, sessions.drop, done="Revoked")


@admin.register(LoginAttempt)
class AttemptConsole(Console):
    list_display = ("name", "address", "at")


@admin.register(User)
class UserConsole(UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "display_name", "is_active", "is_staff", "last_login")
    show_full_result_count = False

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Django's form; what it sets ends the sessions and tokens of that person."""
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        person = self.get_object(request, id)
        if request.method == "POST" and answer.status_code == 302 and person:
            rescue.was_set(person)
        return answer
