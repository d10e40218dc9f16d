"""The start page and its verbs."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from orchestrator.workspace import today, today_acts

TODAY: list[URLPattern] = [
    path("", RedirectView.as_view(url="/today"), name="home"),
    path("today", today.page, name="today"),
    *(
        path(f"today/{name}/<uuid:pk>", today_acts.act, {"name": name}, name=f"today-{name}")
        for name in today_acts.ACTS
    ),
]
