"""Base résumés by name and revision; what they say is not readable here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from tailoring.models import ResumeDocument

# Generic for type checkers only.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(ResumeDocument)
class ResumeConsole(ModelAdmin):
    list_display = ("id", "owner", "source", "language", "is_default", "revision", "updated_at")
    list_filter = ("source", "is_default", "enabled")
    list_select_related = ("owner",)
    search_fields = ("=id", "owner__username")
    ordering = ("-updated_at",)
    show_full_result_count = False
    fields = ("id", "owner", "source", "language", "is_default", "enabled", "revision",
              "created_at", "updated_at")  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ResumeDocument | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: ResumeDocument | None = None
    ) -> bool:
        return False
