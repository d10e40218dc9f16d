"""How politely sources are asked, and how they answered of late."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest

from jobops.web.console import Console, Listed, one_of, veiled, yes
from orchestrator.models import SourceOutcome, SourceTurn, SourceUse, StoredFeed
from orchestrator.sources.base import SourceError
from orchestrator.sources.registry import SOURCES

Failed = yes("failed", "failed", label="With an error", only=~Q(kind=""))
NAMES = {one.id: one.label for one in SOURCES.values()}


@admin.register(SourceOutcome)
class OutcomeConsole(Console):
    list_display = ("at", "source", "which", "outcome", "postings", "seconds", "owner")
    list_filter = (
        Failed,
        one_of("source", "source", **NAMES),
        one_of("kind", "outcome", none="fine",
               **{kind: kind.replace("_", " ") for kind in SourceError.SENTENCES}),
    )  # fmt: skip
    list_select_related = ("owner",)
    private = ("board",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceOutcome]:
        return veiled(super().get_queryset(request), request)

    @admin.display(description="board")
    def which(self, row: SourceOutcome) -> str:
        return "" if row.is_veiled else str(row.board or "")  # type: ignore[attr-defined]

    @admin.display(description="outcome")
    def outcome(self, row: SourceOutcome) -> str:
        return row.kind.replace("_", " ") or "fine"


@admin.register(SourceTurn)
class TurnConsole(Console):
    list_display = ("host", "next_at")


@admin.register(SourceUse)
class UseConsole(Listed):
    """`scope` holds the owner's id where a limit belongs to a key."""

    list_display = ("scope", "calls", "seconds", "since")


@admin.register(StoredFeed)
class FeedConsole(Listed):
    list_display = ("source", "size", "fetched_at", "etag", "last_modified")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoredFeed]:
        rows = super().get_queryset(request).defer("body")
        sized: QuerySet[StoredFeed] = rows.annotate(length=Length("body"))
        return sized

    @admin.display(description="bytes, packed")
    def size(self, feed: StoredFeed) -> int:
        return int(feed.length)  # type: ignore[attr-defined]
