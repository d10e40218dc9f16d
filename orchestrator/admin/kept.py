"""What owners keep beside their jobs: that it is there and how big it is, never what it says."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest

from jobops.web.console import Listed
from orchestrator.models import Document, Note, Preference, StageEvent, ToDo


@admin.register(Note)
class NoteConsole(Listed):
    list_display = ("id", "job_id", "characters", "created_at", "updated_at", "removed_at")
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a note or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        rows = super().get_queryset(request).defer("title", "content")
        counted: QuerySet[Note] = rows.annotate(length=Length("content"))
        return counted

    @admin.display(description="characters")
    def characters(self, note: Note) -> int:
        return int(note.length)  # type: ignore[attr-defined]


@admin.register(Document)
class DocumentConsole(Listed):
    list_display = ("id", "job_id", "media_type", "byte_size", "short", "created_at")
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a document or job"

    @admin.display(description="digest")
    def short(self, document: Document) -> str:
        return document.digest[:12]


@admin.register(ToDo)
class ToDoConsole(Listed):
    list_display = ("id", "job_id", "kind", "due_at", "is_completed", "created_at", "removed_at")
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a to-do or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ToDo]:
        return super().get_queryset(request).defer("title", "notes")


@admin.register(StageEvent)
class StageConsole(Listed):
    list_display = ("id", "job_id", "round", "to_stage", "occurred_at", "source", "outcome",
                    "by_apply", "removed_at", "undone_at")  # fmt: skip
    ids = ("id", "job_id")
    search_fields = ("id",)
    search_help_text = "The whole id of a step or job"

    def get_queryset(self, request: HttpRequest) -> QuerySet[StageEvent]:
        return super().get_queryset(request).defer("metadata")


@admin.register(Preference)
class PreferenceConsole(Listed):
    list_display = ("owner", "key", "updated_at")
    list_select_related = ("owner",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Preference]:
        return super().get_queryset(request).defer("value")
