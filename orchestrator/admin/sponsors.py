"""The registers of visa sponsors, and the employers in them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet

from jobops.web.console import Console
from orchestrator.models import Sponsor, SponsorRegister
from orchestrator.sponsors import names
from orchestrator.sponsors.registers import SOURCES


@admin.register(SponsorRegister)
class RegisterConsole(Console):
    search_fields = ("id",)
    search_help_text = "The country, as gb"
    list_display = (
        "country", "names", "skipped", "published", "fetched_at", "automatic", "matched_at",
        "error",
    )  # fmt: skip

    def matching(self, rows: QuerySet[SponsorRegister], term: str) -> QuerySet[SponsorRegister]:
        return rows.filter(country=term.lower()[:2])


@admin.register(Sponsor)
class SponsorConsole(Console):
    """Of every load: rows on their way in or out are here too."""

    list_display = ("name", "town", "county", "rating", "route", "number", "where", "holds")
    list_select_related = ("register",)
    search_fields = ("id",)
    search_help_text = "The whole name, however it is written"

    def matching(self, rows: QuerySet[Sponsor], term: str) -> QuerySet[Sponsor]:
        whole = [word for key in names.keys(term) for word in names.lookups(key)]
        return rows.filter(words__word__in=whole, words__whole=True).distinct()

    @admin.display(description="register")
    def where(self, row: Sponsor) -> str:
        return SOURCES[row.register.country].place if row.register.country in SOURCES else ""

    @admin.display(description="holds now", boolean=True)
    def holds(self, row: Sponsor) -> bool:
        return row.load == row.register.load
