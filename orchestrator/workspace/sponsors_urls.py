"""Addresses of the registers of visa sponsors."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import sponsors

SPONSORS: list[URLPattern] = [
    path("visa-sponsors", sponsors.page, name="visa-sponsors"),
    path("visa-sponsors/<slug:country>/load", sponsors.load, name="visa-sponsors-load"),
    path("visa-sponsors/<slug:country>/file", sponsors.send, name="visa-sponsors-file"),
    path("visa-sponsors/<slug:country>/automatic", sponsors.automatic, name="visa-sponsors-auto"),
    path("jobs/<uuid:pk>/check-sponsor", sponsors.check, name="jobs-check-sponsor"),
]
