"""The addresses of the board, and of what is said to a silence."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import board, followup

BOARD: list[URLPattern] = [
    path("applications/in-progress", board.page, name="board"),
    path("applications/in-progress/<uuid:pk>/move", board.move, name="board-move"),
    path("job/<uuid:pk>/follow-up", followup.act, name="follow-up"),
    path("job/<uuid:pk>/undo/follow-up", followup.undo, name="follow-up-undo"),
]
