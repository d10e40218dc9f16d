"""The address printed in every job's `pdfPath`."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from jobops.web import files
from orchestrator import access
from orchestrator.models import User
from pdfs import serving


@require_safe
def resume(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """The file the row points to now; `v` only makes the address new, and is not looked at."""
    job = access.job(cast(User, request.user), job_id)
    attachment = request.GET.get("download") in ("1", "true")
    file = serving.served(job, job.pdf_digest, attachment=attachment, cache="private, no-cache")
    return files.serve(request, file)
