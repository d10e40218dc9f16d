"""Deleting many, backups, starting over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.maintenance import RemovedBelowOut, RemovedOut
from orchestrator.jobs import removal
from orchestrator.ops import files
from orchestrator.templatetags.ui import plural

router = Router(tags=["Maintenance"])


@door.route(router, "DELETE", "/jobs/status/{str:status}", data=RemovedOut, errors=(400,))
def delete_jobs_by_status(request: HttpRequest, status: str) -> HttpResponse:
    """Delete every job in one status; those being worked on stay."""
    owner = access.owner(request)
    jobs = removal.in_status(owner, status)
    count = removal.remove(owner, jobs, actor="user", discard=files.discard)
    return door.answer(request, {"message": f"Deleted {plural(count, 'job')}.", "count": count})


@door.route(router, "DELETE", "/jobs/score/{str:threshold}", data=RemovedBelowOut, errors=(400,))
def delete_jobs_by_score(request: HttpRequest, threshold: str) -> HttpResponse:
    """Delete the jobs that score less; never unscored or applied ones."""
    owner = access.owner(request)
    jobs = removal.scored_below(owner, threshold)
    count = removal.remove(owner, jobs, actor="user", discard=files.discard)
    said = f"Deleted {plural(count, 'job')} below {int(threshold)}."
    return door.answer(request, {"message": said, "count": count, "threshold": int(threshold)})
