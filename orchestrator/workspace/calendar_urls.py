"""The addresses of interviews, and of the calendar they are read in."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import calendar_feed

CALENDAR: list[URLPattern] = [
    path("calendar/<str:token>.ics", calendar_feed.read, name="calendar-feed"),
]
