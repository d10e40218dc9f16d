"""Looking a job's employer up in the registers of visa sponsors."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire
from orchestrator.api.schemas.sponsors import SponsorOut
from orchestrator.sponsors import matching

router = Router(tags=["Jobs"])


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/check-sponsor", data=SponsorOut, errors=(400, 404, 503)
)
def check_sponsor(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Compare the employer with the loaded registers again; the best score and its names stay."""
    owner = access.owner(request)
    job = access.job(owner, job_id)
    found = matching.check(job)
    results = [{"name": one.name, "score": one.score} for one in found]
    return door.answer(request, {**wire.whole(job, owner=owner), "matchResults": results})
