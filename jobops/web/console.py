"""What every list of the operations console shares: read-only rows, verbs as actions, and pages
that stay fast however many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from jobops.lib.errors import Problem

Row = TypeVar("Row", bound=models.Model)
MOST_COUNTED = 10_000

# Generic for type checkers only.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    Pages = Paginator[Any]
else:
    ModelAdmin, TabularInline, Pages = admin.ModelAdmin, admin.TabularInline, Paginator


class Counted(Pages):
    """Counts no further than anybody turns pages: a count of everything reads everything."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST_COUNTED + 1].count())


class Console(ModelAdmin):
    """Rows are looked at here and changed by verbs only."""

    paginator = Counted
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    # Any other order would read the whole table first.
    sortable_by = ()
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    # Id columns a search compares, each with an index, and whether rows know their request.
    ids: Sequence[str] = ("id",)
    by_request = False
    # Fields of the row's own page that are shown to its owner alone.
    private: Sequence[str] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        found = super().get_fields(request, obj)
        hidden = self.private if getattr(obj, "is_veiled", False) else ()
        return [one for one in found if one not in hidden]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (self.matching(queryset, term) if term else queryset), False

    def matching(self, rows: QuerySet[Any], term: str) -> QuerySet[Any]:
        return carrying(rows, term, self.ids, request=self.by_request)

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


class Listed(Console):
    """Rows whose own page would show what is private: there is a list and nothing behind it."""

    list_display_links = None

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return [path("", self.admin_site.admin_view(self.changelist_view), name=name)]


def veiled(rows: QuerySet[Any], request: HttpRequest, *, owner: str = "owner") -> QuerySet[Any]:
    """The same rows, each with `is_veiled`: whether it belongs to somebody else, where people have
    accounts of their own. Whoever keeps the house need not know where others apply.
    """
    mine = models.Q(**{owner: request.user.pk})
    own = models.Q(pk__isnull=False) if settings.AUTH == "local" else mine
    marked: QuerySet[Any] = rows.annotate(
        is_veiled=models.Case(
            models.When(own, then=False), default=True, output_field=models.BooleanField()
        )
    )
    return marked


def one_of(column: str, title: str, **choices: str) -> type[admin.SimpleListFilter]:
    """A filter over values known beforehand: asking the table for them would read all of it.

    `choices`: value → label; the value "none" stands for an empty text.
    """

    def lookups(self: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(choices.items())

    def queryset(self: Any, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen not in choices:
            return rows
        return rows.filter(**{column: "" if chosen == "none" else chosen})

    named = {"title": title, "parameter_name": column, "lookups": lookups, "queryset": queryset}
    return type(f"{column.title()}Filter", (admin.SimpleListFilter,), named)


def yes(title: str, parameter: str, *, label: str, only: Any) -> type[admin.SimpleListFilter]:
    """A filter with one choice; `only` is the condition, or what makes it."""

    def lookups(self: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", label)]

    def queryset(self: Any, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "yes":
            return rows
        return rows.filter(only() if callable(only) else only)

    named = {"title": title, "parameter_name": parameter, "lookups": lookups,
             "queryset": queryset}  # fmt: skip
    return type(f"{parameter.title()}Filter", (admin.SimpleListFilter,), named)


def as_uuid(term: str) -> UUID | None:
    try:
        return UUID(term)
    except ValueError:
        return None


def carrying(
    rows: QuerySet[Any], term: str, columns: Sequence[str], *, request: bool
) -> QuerySet[Any]:
    """Rows with `term` in one of these id columns, or as the request they belong to.

    A union instead of OR: each part then takes its own index, whatever the order.
    """
    pk, parts = as_uuid(term), []
    every = rows.order_by().values("pk")
    if request:
        parts.append(every.filter(request_id=term))
    parts += [every.filter(**{column: pk}) for column in columns if pk]
    if not parts:
        return rows.none()
    return rows.filter(pk__in=parts[0].union(*parts[1:]) if parts[1:] else parts[0])
