"""The addresses of what helps to decide: snoozing, tags, saved views, two jobs side by side."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import compare, saved_views, snooze, tag_list, tags

TRIAGE: list[URLPattern] = [
    path("jobs/<uuid:pk>/snooze", snooze.act, name="jobs-snooze"),
    path("jobs/<uuid:pk>/wake", snooze.wake, name="jobs-wake"),
    path("job/<uuid:pk>/undo/snooze/<uuid:event>", snooze.undo, name="jobs-snooze-undo"),
    path("jobs/<uuid:pk>/tags", tags.add, name="jobs-tags"),
    path("jobs/<uuid:pk>/tags/<uuid:tag>/remove", tags.remove, name="jobs-tag-remove"),
    path("tags", tag_list.page, name="tags"),
    path("tags/<uuid:pk>/rename", tag_list.rename, name="tag-rename"),
    path("tags/<uuid:pk>/merge", tag_list.merge, name="tag-merge"),
    path("tags/<uuid:pk>/delete", tag_list.delete, name="tag-delete"),
    path("views", saved_views.page, name="views"),
    path("views/<uuid:pk>/rename", saved_views.rename, name="view-rename"),
    path("views/<uuid:pk>/up", saved_views.move, {"by": -1}, name="view-up"),
    path("views/<uuid:pk>/down", saved_views.move, {"by": 1}, name="view-down"),
    path("views/<uuid:pk>/remove", saved_views.remove, name="view-remove"),
    path("views/<uuid:pk>/restore", saved_views.restore, name="view-restore"),
    path("compare", compare.page, name="compare"),
    *(
        path(f"compare/<uuid:pk>/{verb}", compare.act, {"verb": verb}, name=f"compare-{verb}")
        for verb in ("skip", "apply", "reopen", "cancel")
    ),
]
