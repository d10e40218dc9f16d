"""Every page and verb of the browser, grouped by page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.views.generic import RedirectView

from orchestrator.workspace import (
    actions,
    display,
    export,
    guide,
    jobs,
    linking,
    live,
    maintenance,
    news,
    notices,
    overview,
    palette,
    parcels,
    restoring,
    saved_views,
    search_page,
    snooze,
    tags,
    tailor,
    timeline,
    todos,
)
from orchestrator.workspace.bank_urls import ANSWERS
from orchestrator.workspace.board_urls import BOARD
from orchestrator.workspace.bulk_urls import BULK
from orchestrator.workspace.calendar_urls import CALENDAR
from orchestrator.workspace.chat_urls import CHAT
from orchestrator.workspace.imports_urls import IMPORT
from orchestrator.workspace.inbox_urls import INBOX
from orchestrator.workspace.job_urls import JOB_PAGE
from orchestrator.workspace.mailbox_urls import MAILBOXES
from orchestrator.workspace.people_urls import PEOPLE
from orchestrator.workspace.review_urls import REVIEW
from orchestrator.workspace.rows import TABS
from orchestrator.workspace.run_urls import RUNS
from orchestrator.workspace.settings_urls import SETTINGS
from orchestrator.workspace.sponsors_urls import SPONSORS
from orchestrator.workspace.timeline_urls import TIMELINE
from orchestrator.workspace.today_urls import TODAY
from orchestrator.workspace.tracer_urls import TRACER
from orchestrator.workspace.triage_urls import TRIAGE
from orchestrator.workspace.watchlist_urls import WATCHLIST


class TabConverter:
    regex = "|".join(TABS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TabConverter, "tab")

urlpatterns: list[URLPattern | URLResolver] = [
    *TODAY,
    path("jobs", jobs.home, name="jobs-home"),
    path("jobs/<tab:tab>", jobs.listed, name="jobs-list"),
    path("jobs/<tab:tab>/rows", jobs.more, name="jobs-rows"),
    path("jobs/<tab:tab>/filters", jobs.filter_form, name="jobs-filters"),
    path("jobs/<tab:tab>/sort", jobs.sort, name="jobs-sort"),
    path("jobs/<tab:tab>.csv", export.download, name="jobs-csv"),
    path("search", search_page.page, name="search"),
    path("palette", palette.answer, name="palette"),
    path("jobs/<tab:tab>/counts", jobs.counts, name="jobs-counts"),
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
    path("jobs/<uuid:pk>/unlink/<uuid:other>", linking.unlink, name="jobs-unlink"),
    path("jobs/<uuid:pk>/relink/<uuid:other>", linking.relink, name="jobs-relink"),
    path("jobs/<uuid:pk>/check-listing", linking.check, name="jobs-check-listing"),
    path("jobs/<tab:tab>/<uuid:pk>/tailor", tailor.form, name="tailor"),
    path("jobs/<uuid:pk>/tailor", tailor.save, name="tailor-save"),
    path("jobs/<uuid:pk>/tailor/autosave", tailor.autosave, name="tailor-autosave"),
    *REVIEW,
    *JOB_PAGE,
    *ANSWERS,
    *CHAT,
    *BULK,
    *TRIAGE,
    path("jobs/<tab:tab>/<uuid:pk>/snooze", snooze.form, name="jobs-snooze-form"),
    path("jobs/<tab:tab>/<uuid:pk>/tags", tags.form, name="jobs-tags-form"),
    path("jobs/<tab:tab>/views", saved_views.menu, name="views-menu"),
    path("jobs/<tab:tab>/<uuid:pk>/log", timeline.log_form, name="jobs-log"),
    path("jobs/<tab:tab>/<uuid:pk>/todo", todos.form, name="jobs-todo"),
    *TIMELINE,
    *PEOPLE,
    *BOARD,
    *CALENDAR,
    path("live", live.stream, name="live"),
    path("live/news", news.show, name="live-news"),
    path("notices", notices.page, name="notices"),
    path("notices/seen", notices.seen, name="notices-seen"),
    *RUNS,
    *INBOX,
    *MAILBOXES,
    *WATCHLIST,
    *SPONSORS,
    *TRACER,
    *IMPORT,
    path("settings/backups", maintenance.kept, name="backups"),
    path("settings/backups/making", maintenance.making, name="backups-making"),
    path("settings/backups/bring", restoring.bring, name="backups-bring"),
    path("settings/backups/read", restoring.dismiss, name="backups-read"),
    path("settings/backups/<str:filename>/restore", restoring.page, name="backups-restore"),
    path("settings/backups/<str:filename>", maintenance.download, name="backups-download"),
    path("settings/backups/<str:filename>/check", maintenance.check, name="backups-check"),
    path("settings/backups/<str:filename>/delete", maintenance.drop, name="backups-delete"),
    path("overview", overview.page, name="overview"),
    path("overview/<str:figure>.csv", overview.table, name="overview-csv"),
    path("settings/export", parcels.page, name="export"),
    path("settings/export/in", parcels.take, name="export-take"),
    path("settings/export/in/<uuid:pk>", parcels.taken, name="export-taken"),
    path("settings/export/<uuid:pk>", parcels.export, name="export-one"),
    path("settings/export/<uuid:pk>.zip", parcels.archive, name="export-zip"),
    path("settings/export/<uuid:pk>/cancel", parcels.cancel, name="export-cancel"),
    path("settings/danger", maintenance.danger, name="danger"),
    path("settings/danger/status", maintenance.deletion, {"kind": "status"}, name="danger-status"),
    path("settings/danger/score", maintenance.deletion, {"kind": "score"}, name="danger-score"),
    *SETTINGS,
    path("display", display.display, name="display"),
    path("keys", display.keys, name="keys"),
    path("guide", guide.page, name="guide"),
    path("guide/<path:leaf>", guide.page, name="guide-page"),
    path("home", RedirectView.as_view(url="/", permanent=True)),
    *(path(tab, RedirectView.as_view(url=f"/jobs/{tab}", permanent=True)) for tab in TABS),
    path("in-progress", RedirectView.as_view(url="/applications/in-progress", permanent=True)),
]
