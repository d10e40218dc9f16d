"""The addresses of interviews, and of the calendar they are read in."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import calendar_feed, interviews

HERE = "job/<uuid:pk>/interviews"
CALENDAR: list[URLPattern] = [
    path(f"{HERE}/new", interviews.new, name="job-interview-new"),
    path(f"{HERE}/<uuid:interview>", interviews.page, name="job-interview"),
    path(f"{HERE}/<uuid:interview>/edit", interviews.edit, name="job-interview-edit"),
    *(
        path(f"{room}/<uuid:interview>/{verb}", interviews.change, {"verb": verb})
        for room in (HERE, "job/<uuid:pk>/undo/interview")
        for verb in interviews.VERBS
    ),
    path("calendar/<str:token>.ics", calendar_feed.read, name="calendar-feed"),
]
