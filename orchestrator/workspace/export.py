"""The list that is on screen as a file, with its filters and its order."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from orchestrator import access
from orchestrator.jobs import csv_out, search
from orchestrator.models import Job
from orchestrator.workspace.asking import asked
from orchestrator.workspace.places import place


@require_safe
def download(request: HttpRequest, tab: str) -> StreamingHttpResponse:
    owner, at = access.owner(request), place(tab, request.GET).top
    return sheet(search.every(owner, asked(owner, at).query, columns=csv_out.READ), name=tab)


def sheet(jobs: Iterable[Job], *, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_out.lines(jobs), content_type="text/csv; charset=utf-8")
    name = f"jobs-{name}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
