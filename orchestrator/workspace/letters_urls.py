"""The addresses of a job's cover letters."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.workspace import letters

ONE = "job/<uuid:pk>/letters/<uuid:letter>"

LETTERS: list[URLPattern | URLResolver] = [
    path("job/<uuid:pk>/letters", letters.page, name="job-letters"),
    path("job/<uuid:pk>/letters/from/<uuid:message>", letters.from_message, name="job-letter-from"),
    path(ONE, letters.one, name="job-letter"),
    path(f"{ONE}/claims/<int:at>", letters.confirm_claim, name="job-letter-claim"),
    path(f"{ONE}/facts/<uuid:fact>/undo", letters.undo_fact, name="job-letter-fact-undo"),
    path(f"{ONE}/confirm", letters.confirm, name="job-letter-confirm"),
    path(f"{ONE}/reopen", letters.reopen, name="job-letter-reopen"),
    path(f"{ONE}/print", letters.make_pdf, name="job-letter-print"),
    path(f"{ONE}/pdf", letters.pdf, name="job-letter-pdf"),
    path(f"{ONE}/remove", letters.remove, name="job-letter-remove"),
]
