"""A PDF the owner brought: it becomes the job's own and wins over a running build."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Problem
from orchestrator import leases, lifecycle
from orchestrator.models import Job, RegenerationRequest
from orchestrator.queue import enqueue
from pdfs import store
from pdfs.models import RenderedPdf

LIMIT = 10 * 1024 * 1024


class UploadError(Problem):
    SENTENCES = {
        "too_large": "The file is larger than 10 MiB. Nothing was changed.",
        "not_a_pdf": "This is not a valid PDF, so nothing was changed. Choose another file.",
        "bad_type": "Only PDF files can be attached here. Nothing was changed.",
    }


# An own PDF makes a job of these Ready; others keep their status.
LEADS_ON = (lifecycle.Status.DISCOVERED, lifecycle.Status.PROCESSING)


def attach(job: Job, content: bytes, *, file_name: str, media_type: str, actor: str) -> Job:
    """Make `content` the job's PDF. Discovered and processing jobs become ready; others keep
    their status.
    """
    check(content, file_name=file_name, media_type=media_type)
    digest = store.put(job.owner_id, content)
    now = timezone.now()
    fields: dict[str, Any] = {
        "pdf_digest": digest,
        "pdf_source": "uploaded",
        "pdf_fingerprint": None,
        "pdf_inputs": None,
        "pdf_context": None,
        "pdf_generated_at": now,
    }
    with transaction.atomic():
        pdf = RenderedPdf.objects.create(
            job=job, digest=digest, size=len(content), source="uploaded", file_name=file_name[:255]
        )
        enqueue("inspect_pdf", pdf.pk)
        RegenerationRequest.objects.filter(job=job, state__in=("pending", "running")).update(
            state="done"
        )
        if job.status in LEADS_ON:
            return lifecycle.move(job, "attach_upload", actor=actor, pdf=fields)[0]
        row = lifecycle.fresh(job)
        before = lifecycle.snapshot(row)
        for name, value in {**fields, **leases.freed("render"), "last_error": None}.items():
            setattr(row, name, value)
        lifecycle.record(row, "pdf.uploaded", before=before, actor=actor)
    return row


def check(content: bytes, *, file_name: str, media_type: str) -> None:
    """Raises UploadError for what is no PDF, or a too large one."""
    if len(content) > LIMIT:
        raise UploadError("too_large")
    vague = media_type.lower() in ("", "application/octet-stream")
    if media_type.lower() != "application/pdf" and not (
        vague and file_name.lower().endswith(".pdf")
    ):
        raise UploadError("bad_type")
    if not content.startswith(b"%PDF-"):
        raise UploadError("not_a_pdf")
