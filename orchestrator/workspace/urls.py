"""Every page and verb of the browser, grouped by page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.views.generic import RedirectView

from orchestrator.workspace import actions, display, jobs
from orchestrator.workspace.rows import TABS


class TabConverter:
    regex = "|".join(TABS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TabConverter, "tab")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", jobs.home, name="home"),
    path("jobs", jobs.home),
    path("jobs/<tab:tab>", jobs.listed, name="jobs-list"),
    path("jobs/<tab:tab>/rows", jobs.more, name="jobs-rows"),
    path("jobs/<tab:tab>/counts", jobs.counts, name="jobs-counts"),
    path("jobs/<tab:tab>/live", jobs.live, name="jobs-live"),
    path("jobs/<tab:tab>/<uuid:pk>", jobs.one, name="jobs-panel"),
    path("jobs/<tab:tab>/<uuid:pk>/progress", jobs.progress, name="jobs-progress"),
    path("jobs/<tab:tab>/<uuid:pk>/paper", jobs.paper, name="jobs-paper"),
    path("jobs/<tab:tab>/<uuid:pk>/upload", actions.upload_form, name="jobs-upload-form"),
    path("jobs/<uuid:pk>/upload", actions.upload, name="jobs-upload"),
    path("jobs/<uuid:pk>/undo/<uuid:event>", actions.undo, name="jobs-undo"),
    *(
        path(f"jobs/<uuid:pk>/{verb}", actions.act, {"verb": verb}, name=f"jobs-{verb}")
        for verb in actions.VERBS
    ),
    path("display", display.save, name="display"),
    path("keys", display.keys, name="keys"),
    path("home", RedirectView.as_view(url="/", permanent=True)),
    *(path(tab, RedirectView.as_view(url=f"/jobs/{tab}", permanent=True)) for tab in TABS),
    path("in-progress", RedirectView.as_view(url="/jobs/applied")),
]
