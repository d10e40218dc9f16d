"""The base résumés beside one job."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.resume import BasesOut
from orchestrator.pipeline import compared
from orchestrator.pipeline.compared import Compared

router = Router(tags=["Résumé"])


@door.route(router, "GET", "/jobs/{uuid:job_id}/bases", data=BasesOut, errors=(404,))
def compare_bases(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How the job scores for each base, which of them it is tailored from, and why."""
    job = access.job(access.owner(request), job_id)
    found = [_base(one) for one in compared.of(job)]
    return door.answer(request, {"reason": compared.reason(job) or None, "bases": found})


def _base(one: Compared) -> dict[str, object]:
    return {
        "resumeId": str(one.document.pk),
        "name": one.document.name,
        "score": one.value,
        "isUsed": one.is_used,
        "isDefault": one.document.is_default,
    }
