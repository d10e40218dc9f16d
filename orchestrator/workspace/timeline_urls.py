"""The addresses of a job's timeline and to-dos."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import timeline, todos

TIMELINE: list[URLPattern] = [
    path("job/<uuid:pk>/timeline", timeline.page, name="job-timeline"),
    path("job/<uuid:pk>/log", timeline.log, name="job-log"),
    path("job/<uuid:pk>/move", timeline.move, name="job-move"),
    path("job/<uuid:pk>/outcome", timeline.end, name="job-outcome"),
    path("job/<uuid:pk>/events/<uuid:event>", timeline.edit, name="job-step"),
    path("job/<uuid:pk>/events/<uuid:event>/remove", timeline.change, {"verb": "remove"}),
    path("job/<uuid:pk>/undo/step/<uuid:event>", timeline.change, {"verb": "undo"}),
    path("job/<uuid:pk>/undo/removal/<uuid:event>", timeline.change, {"verb": "restore"}),
    path("job/<uuid:pk>/todos", todos.add, name="job-todos"),
    path("job/<uuid:pk>/todos/<uuid:todo>", todos.edit, name="job-todo"),
    *(
        path(f"job/<uuid:pk>/{room}/<uuid:todo>/{verb}", todos.change, {"verb": verb})
        for room in ("todos", "undo/todo")
        for verb in todos.VERBS
    ),
]
