"""Base résumés, facts, proposed changes and versions of texts, by id and state; what they say is
not readable here.
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jobops.web.console import Listed
from tailoring.models import Edit, Fact, ResumeDocument, ResumeIntake, Tailoring


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
