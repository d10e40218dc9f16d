"""Every page and verb of the browser, grouped by page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.views.generic import RedirectView

from orchestrator.workspace import actions, display, imports, jobs, runs, settings, tailor
from orchestrator.workspace.rows import TABS
from orchestrator.workspace.settings_form import SECTIONS


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
    path("jobs/<tab:tab>/<uuid:pk>/fit", jobs.fit, name="jobs-fit"),
    path("jobs/<tab:tab>/<uuid:pk>/upload", actions.upload_form, name="jobs-upload-form"),
    path("jobs/<uuid:pk>/upload", actions.upload, name="jobs-upload"),
    path("jobs/<uuid:pk>/undo/<uuid:event>", actions.undo, name="jobs-undo"),
    *(
        path(f"jobs/<uuid:pk>/{verb}", actions.act, {"verb": verb}, name=f"jobs-{verb}")
        for verb in actions.VERBS
    ),
    path("jobs/<tab:tab>/<uuid:pk>/tailor", tailor.form, name="tailor"),
    path("jobs/<uuid:pk>/tailor", tailor.save, name="tailor-save"),
    path("jobs/<uuid:pk>/tailor/autosave", tailor.autosave, name="tailor-autosave"),
    path("runs", runs.history, name="runs-list"),
    path("runs/new", runs.new, name="runs-new"),
    path("runs/<uuid:pk>", runs.one, name="runs-one"),
    path("runs/<uuid:pk>/cancel", runs.cancel, name="runs-cancel"),
    path("import", imports.page, name="import"),
    path("settings", settings.first, name="settings"),
    *(
        path(f"settings/{name}", settings.section, {"name": name}, name=f"settings-{name}")
        for name in SECTIONS
    ),
    path("display", display.save, name="display"),
    path("keys", display.keys, name="keys"),
    path("home", RedirectView.as_view(url="/", permanent=True)),
    *(path(tab, RedirectView.as_view(url=f"/jobs/{tab}", permanent=True)) for tab in TABS),
    path("in-progress", RedirectView.as_view(url="/jobs/applied")),
]
