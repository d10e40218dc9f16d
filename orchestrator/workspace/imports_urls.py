"""The addresses of Import, and of what a browser brings to it."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import capture, imports, imports_file

IMPORT: list[URLPattern] = [
    path("import", imports.page, name="import"),
    path("import/url", imports.from_address, name="import-url"),
    path("import/paste", imports.from_paste, name="import-paste"),
    path("import/choose", imports.choose, name="import-choose"),
    path("import/review", imports.save, name="import-review"),
    path("import/file", imports_file.take, name="import-file"),
    path("import/file/<str:digest>", imports_file.look, name="import-look"),
    path("import/file/<str:digest>/rejects.csv", imports_file.rejects, name="import-rejects"),
    path("import/<uuid:pk>", imports_file.progress, name="import-progress"),
    path("import/<uuid:pk>/cancel", imports_file.cancel, name="import-cancel"),
    path("capture", capture.page, name="capture"),
    path("manifest.webmanifest", capture.manifest, name="manifest"),
]
