"""Base résumés, facts, proposed changes, versions of texts and chats, by id and state; what they
say is not readable here.
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jobops.web.console import Listed, one_of
from tailoring.models import (
    ChatRun,
    ChatThread,
    Edit,
    Fact,
    ResumeDocument,
    ResumeIntake,
    Tailoring,
)
from tailoring.models.chat import RUN_STATUSES


@admin.register(ResumeDocument)
class ResumeConsole(Listed):
    list_display = (
        "id", "owner", "source", "language", "is_default", "enabled", "revision", "created_at",
        "updated_at",
    )  # fmt: skip
    list_select_related = ("owner",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResumeDocument]:
        # Its name is often the person's own.
        return super().get_queryset(request).defer("name")


@admin.register(Edit)
class EditConsole(Listed):
    list_display = (
        "id", "job_id", "kind", "status", "origin", "decided_by", "revision", "created_at",
        "decided_at",
    )  # fmt: skip
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a change or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edit]:
        return super().get_queryset(request).only(*self.list_display)


@admin.register(Tailoring)
class TailoringConsole(Listed):
    list_display = ("id", "job_id", "number", "actor", "what", "created_at")
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a version or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tailoring]:
        return super().get_queryset(request).only(*self.list_display)


@admin.register(Fact)
class FactConsole(Listed):
    list_display = ("id", "owner_id", "kind", "job_id", "created_at", "removed_at")
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a fact or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fact]:
        return super().get_queryset(request).only(*self.list_display)


@admin.register(ResumeIntake)
class IntakeConsole(Listed):
    list_display = ("id", "owner_id", "format", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResumeIntake]:
        return super().get_queryset(request).only(*self.list_display)


@admin.register(ChatThread)
class ChatConsole(Listed):
    list_display = ("id", "job_id", "last_message_at", "created_at", "updated_at")
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a chat or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChatThread]:
        return super().get_queryset(request).only(*self.list_display)


@admin.register(ChatRun)
class ChatRunConsole(Listed):
    """Numbers and states; what was sent and what was answered is not among the columns."""

    list_display = (
        "id", "thread_id", "owner_id", "status", "error_code", "model", "lease_worker",
        "created_at", "started_at", "first_token_at", "finished_at",
    )  # fmt: skip
    list_filter = (one_of("status", "state", **{status: status for status in RUN_STATUSES}),)
    ids = ("id", "thread_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a run or chat"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChatRun]:
        return super().get_queryset(request).only(*self.list_display)
