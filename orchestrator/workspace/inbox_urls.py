"""The addresses of the inbox; those of its accounts stand beside them."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import (
    inbox,
    inbox_bring,
    inbox_bulk,
    inbox_decide,
    inbox_make,
    inbox_runs,
    inbox_senders,
    inbox_sync,
    inbox_text,
)

INBOX: list[URLPattern] = [
    path("tracking-inbox", inbox.page, name="inbox"),
    path("tracking-inbox/linked", inbox.page, {"view": "linked"}, name="inbox-linked"),
    path("tracking-inbox/ignored", inbox.page, {"view": "ignored"}, name="inbox-ignored"),
    path("tracking-inbox/runs", inbox_runs.page, name="inbox-runs"),
    path("tracking-inbox/runs/<uuid:pk>", inbox_runs.one, name="inbox-run"),
    path("tracking-inbox/runs/<uuid:pk>/cancel", inbox_sync.cancel, name="inbox-run-cancel"),
    path("tracking-inbox/sync", inbox_sync.read_now, name="inbox-sync"),
    path("tracking-inbox/upload", inbox_bring.upload, name="inbox-upload"),
    path("tracking-inbox/paste", inbox_bring.paste, name="inbox-paste"),
    path("tracking-inbox/senders", inbox_senders.page, name="inbox-senders"),
    path("tracking-inbox/senders/<uuid:pk>/delete", inbox_senders.remove, name="inbox-unrule"),
    path("tracking-inbox/bulk", inbox_bulk.act, name="inbox-bulk"),
    path("tracking-inbox/batches/<uuid:pk>/undo", inbox_bulk.undo, name="inbox-bulk-undo"),
    path("tracking-inbox/<uuid:pk>/always", inbox_senders.add, name="inbox-rule"),
    path("tracking-inbox/<uuid:pk>/text/delete", inbox_text.drop, name="inbox-text-delete"),
    path("tracking-inbox/<uuid:pk>/again", inbox_text.again, name="inbox-again"),
    path("tracking-inbox/<uuid:pk>", inbox.one, name="inbox-mail"),
    path("tracking-inbox/<uuid:pk>/find", inbox_decide.find, name="inbox-find"),
    path("tracking-inbox/<uuid:pk>/approve", inbox_decide.approve, name="inbox-approve"),
    path("tracking-inbox/<uuid:pk>/ignore", inbox_decide.ignore, name="inbox-ignore"),
    path("tracking-inbox/<uuid:pk>/restore", inbox_decide.restore, name="inbox-restore"),
    path("tracking-inbox/<uuid:pk>/undo", inbox_decide.undo, name="inbox-undo"),
    path("tracking-inbox/<uuid:pk>/job", inbox_make.page, name="inbox-make-job"),
]
