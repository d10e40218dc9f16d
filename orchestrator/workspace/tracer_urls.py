"""Addresses of the pages about printed links."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import tracer

TRACER: list[URLPattern] = [
    path("tracer-links", tracer.page, name="tracer-links"),
    path("tracer-links/file", tracer.download, name="tracer-links-file"),
    path("tracer-links/check", tracer.check, name="tracer-links-check"),
    path("tracer-links/<uuid:link>/end", tracer.end, name="tracer-link-end"),
    path("job/<uuid:pk>/tracer", tracer.switch, name="tracer-switch"),
]
