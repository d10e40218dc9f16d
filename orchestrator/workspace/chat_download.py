"""A job's chat as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from orchestrator import access
from tailoring.ghostwriter import transcript


@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    text = transcript.of(access.job(access.owner(request), pk))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    name = f"ghostwriter-{timezone.localdate():%Y-%m-%d}.md"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
