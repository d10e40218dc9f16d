"""What every page of the operations console shares: read-only rows, verbs as actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest

from jobops.lib.errors import Problem

Row = TypeVar("Row", bound=models.Model)

# Generic for type checkers only.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


class Console(ModelAdmin):
    """Rows are looked at here and changed by verbs only; counting all of them is never worth it."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def each(
        self,
        request: HttpRequest,
        rows: Iterable[Row],
        verb: Callable[[Row], object],
        *,
        done: str,
    ) -> None:
        """Apply `verb` to each row by itself, keep a log entry for it, and say what was refused."""
        count = 0
        for row in rows:
            try:
                verb(row)
            except Problem as refused:
                self.message_user(request, f"{row}: {refused.sentence}", messages.WARNING)
                continue
            self.log_change(request, row, done)
            count += 1
        self.message_user(request, f"{done}: {count}", messages.SUCCESS)
