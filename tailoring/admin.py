"""Base résumés by id and revision; what they say is not readable here."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jobops.web.console import Listed
from tailoring.models import ResumeDocument


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
