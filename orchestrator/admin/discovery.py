"""Discovery: followed boards, sightings, links between jobs, former postings, saved searches."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from jobops.web.console import Console, Listed, one_of, veiled, yes
from orchestrator.models import FollowedBoard, JobLink, PostingVersion, SearchPreset, Sighting
from orchestrator.sources.registry import BOARDS

Paused = yes("paused", "paused", label="Paused by itself", only=Q(paused_at__isnull=False))
Waiting = yes("waiting", "waiting", label="Due, another run in the way",
              only=Q(waiting_since__isnull=False))  # fmt: skip


@admin.register(FollowedBoard)
class BoardConsole(Console):
    list_display = ("ats", "board", "owner", "enabled", "last_checked_at", "last_ok_at",
                    "failures", "paused_at", "last_error")  # fmt: skip
    list_filter = (Paused, one_of("ats", "board", **{one: one for one in BOARDS}))
    list_select_related = ("owner",)
    search_fields = ("id",)
    search_help_text = "The whole id of a board"
    private = ("token",)
    fields = ("id", "owner", "ats", "token", "enabled", "created_at", "first_checked_at",
              "last_checked_at", "last_ok_at", "failures", "paused_at", "last_error")  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[FollowedBoard]:
        return veiled(super().get_queryset(request), request)

    @admin.display(description="board")
    def board(self, board: FollowedBoard) -> str:
        return str(board)


@admin.register(Sighting)
class SightingConsole(Console):
    list_display = ("source", "job_id", "board_id", "mark", "times", "first_seen_at",
                    "last_seen_at", "missed_at")  # fmt: skip
    ids = ("id", "job_id", "board_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a sighting, job or board"
    private = ("key", "url")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sighting]:
        return veiled(super().get_queryset(request), request)

    fields = ("id", "source", "key", "url", "job_id", "board_id", "mark", "times",
              "first_seen_at", "last_seen_at", "missed_at", "digest")  # fmt: skip
    readonly_fields = fields


@admin.register(JobLink)
class LinkConsole(Console):
    list_display = ("at", "kind", "state", "decided_by", "title_likeness", "employer_likeness",
                    "reason", "first_id", "second_id")  # fmt: skip
    ids = ("first_id", "second_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a job"
    fields = list_display
    readonly_fields = fields


@admin.register(PostingVersion)
class FormerConsole(Listed):
    list_display = ("at", "job_id", "source", "is_newer", "changed")
    ids = ("job_id",)
    search_fields = ("id",)
    search_help_text = "The whole id of a job"

    @admin.display(description="fields")
    def changed(self, version: PostingVersion) -> str:
        return ", ".join(sorted(version.values))


@admin.register(SearchPreset)
class PresetConsole(Listed):
    list_display = ("id", "owner", "enabled", "cadence", "next_run_at", "waiting_since",
                    "last_result", "last_used_at", "last_run_id")  # fmt: skip
    list_filter = (Waiting,)
    list_select_related = ("owner",)
    search_fields = ("id",)
    search_help_text = "The whole id of a saved search"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SearchPreset]:
        return super().get_queryset(request).defer("name", "options")
