"""Finished files with their verdict; the file itself is its owner's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from pdfs.models import RenderedPdf

# Generic for type checkers only.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(RenderedPdf)
class PdfConsole(ModelAdmin):
    list_display = (
        "created_at", "job", "source", "theme", "pages", "size", "verdict_status", "duration_ms",
    )  # fmt: skip
    list_filter = ("source", "theme", "verdict_status")
    list_select_related = ("job",)
    search_fields = ("=job__id", "job__title", "job__employer", "=digest")
    ordering = ("-created_at",)
    show_full_result_count = False
    fields = (
        "id", "job", "source", "digest", "size", "pages", "theme", "chromium", "verdict_status",
        "notices", "duration_ms", "created_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RenderedPdf | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RenderedPdf | None = None) -> bool:
        return False
