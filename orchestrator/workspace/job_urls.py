"""The addresses of a job's own page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.workspace import (
    brief,
    contacts,
    documents,
    jobmail,
    ledger,
    notes,
    packet,
    paper,
    tailor,
)
from orchestrator.workspace.letters_urls import LETTERS

JOB_PAGE: list[URLPattern | URLResolver] = [
    path("job/<uuid:pk>", brief.page, name="job"),
    path("job/<uuid:pk>/edit", brief.edit, name="job-edit"),
    path("job/<uuid:pk>/ledger", ledger.page, name="job-ledger"),
    path("job/<uuid:pk>/ledger/<int:row>", ledger.change, name="job-ledger-row"),
    path("job/<uuid:pk>/ledger/<uuid:own>/give-back", ledger.give_back, name="job-ledger-back"),
    path("job/<uuid:pk>/facts/<uuid:fact>/undo", ledger.undo_fact, name="job-fact-undo"),
    path("job/<uuid:pk>/tailoring", tailor.page, name="job-tailoring"),
    path("job/<uuid:pk>/pdf", paper.page, name="job-pdf"),
    path("job/<uuid:pk>/contacts", contacts.page, name="job-contacts"),
    path("job/<uuid:pk>/contacts/<uuid:contact>", contacts.one, name="job-contact"),
    path("job/<uuid:pk>/contacts/<uuid:contact>/remove", contacts.remove),
    path("job/<uuid:pk>/contacts/<uuid:contact>/restore", contacts.restore),
    path("job/<uuid:pk>/packet", packet.page, name="job-packet"),
    path("job/<uuid:pk>/packet/<uuid:packet>.zip", packet.archive, name="job-packet-zip"),
    *(
        path(f"job/<uuid:pk>/packet/<uuid:packet>/{part}.pdf", packet.file, {"part": part})
        for part in ("resume", "letter")
    ),
    path("job/<uuid:pk>/pdf/sent", paper.sent, name="job-pdf-sent"),
    path("job/<uuid:pk>/pdf/<uuid:version>", paper.version, name="job-pdf-version"),
    path("job/<uuid:pk>/notes", notes.page, name="job-notes"),
    path("job/<uuid:pk>/notes/preview", notes.preview, name="job-note-preview"),
    path("job/<uuid:pk>/notes/<uuid:note>", notes.one, name="job-note"),
    path("job/<uuid:pk>/notes/<uuid:note>/remove", notes.remove, name="job-note-remove"),
    path("job/<uuid:pk>/notes/<uuid:note>/restore", notes.restore, name="job-note-restore"),
    path("job/<uuid:pk>/emails", jobmail.page, name="job-emails"),
    path("job/<uuid:pk>/documents", documents.page, name="job-documents"),
    path("job/<uuid:pk>/documents/<uuid:document>", documents.content, name="job-document"),
    path(
        "job/<uuid:pk>/documents/<uuid:document>/remove",
        documents.remove,
        name="job-document-remove",
    ),
    *LETTERS,
]
