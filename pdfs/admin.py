"""Finished files with their verdict; the file itself is its owner's."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jobops.web.console import Console, carrying, one_of
from pdfs.models import RenderedPdf


@admin.register(RenderedPdf)
class PdfConsole(Console):
    list_display = (
        "created_at", "job_id", "source", "theme", "pages", "size", "verdict_status", "complaints",
        "duration_ms",
    )  # fmt: skip
    list_filter = (
        one_of("verdict_status", "verdict", **{"pass": "passed", "amber": "passed with remarks",
               "fail": "failed", "not_measured": "not measured", "none": "not read back yet"}),
    )  # fmt: skip
    search_fields = ("id",)
    search_help_text = "The whole id of a job, or the whole digest of a file"
    ids = ("id", "job_id")
    fields = (
        "id", "job_id", "source", "digest", "size", "pages", "theme", "chromium", "verdict_status",
        "complaints", "notices", "inspections", "duration_ms", "created_at",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[RenderedPdf]:
        return super().get_queryset(request).defer("expected")

    def matching(self, rows: QuerySet[Any], term: str) -> QuerySet[Any]:
        if len(term) == 64:
            return rows.filter(digest=term.lower())
        return carrying(rows, term, self.ids, request=False)

    @admin.display(description="complaints")
    def complaints(self, pdf: RenderedPdf) -> str:
        """Names of the checks that did not pass; what they found is the owner's text."""
        checks = (pdf.verdict or {}).get("checks") or []
        bad = [one for one in checks if one.get("state") in ("amber", "fail")]
        return ", ".join(str(one.get("name")) for one in bad)
