"""The addresses of bulk actions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.workspace import bulk

BULK: list[URLPattern | URLResolver] = [
    path("bulk", bulk.act, name="bulk-act"),
    path("bulk/export", bulk.export, name="bulk-export"),
    path("bulk/line", bulk.newest, name="bulk-newest"),
    path("bulk/all", bulk.everything, name="bulk-all"),
    path("bulk/<uuid:pk>", bulk.one, name="bulk-one"),
    path("bulk/<uuid:pk>/line", bulk.line, name="bulk-line"),
    path("bulk/<uuid:pk>/stop", bulk.stop, name="bulk-stop"),
    path("bulk/<uuid:pk>/undo", bulk.undo, name="bulk-undo"),
]
