"""Addresses of runs and saved searches."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import run_start, runs, searches

RUNS: list[URLPattern] = [
    path("runs", runs.history, name="runs-list"),
    path("runs/new", run_start.new, name="runs-new"),
    path("runs/<uuid:pk>", runs.one, name="runs-one"),
    path("runs/<uuid:pk>/cancel", runs.cancel, name="runs-cancel"),
    path("runs/<uuid:pk>/retry", runs.retry, name="runs-retry"),
    path("runs/<uuid:pk>/ask-again", runs.ask_again, name="runs-ask-again"),
    path("runs/searches/<uuid:pk>/run", searches.run_now, name="searches-run"),
    path("runs/searches/<uuid:pk>/switch", searches.switch, name="searches-switch"),
    path("runs/searches/<uuid:pk>/delete", searches.delete, name="searches-delete"),
]
