"""Links in PDFs that say whether they were opened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.tracer import EndedOut, ReadinessOut, TracerLinksOut, TracerQuery
from orchestrator.api.wire import iso
from pdfs.tracer import links, readiness, report, switching
from pdfs.tracer.readiness import Readiness
from pdfs.tracer.report import Line

router = Router(tags=["Tracer links"])
LIST = "/tracer-links"
TIMES = ("checkedAt", "lastSuccessAt")


@door.route(router, "GET", LIST, data=TracerLinksOut, query=TracerQuery)
def list_tracer_links(request: HttpRequest, query: TracerQuery) -> HttpResponse:
    """Every link that was printed, with how often people and programs opened it."""
    found = report.lines(access.owner(request), since=query.begin())
    shown = {"readiness": _readiness(readiness.stored()), "links": [_link(one) for one in found]}
    return door.answer(request, shown)


@door.route(router, "POST", f"{LIST}/check", data=ReadinessOut)
def check_public_address(request: HttpRequest) -> HttpResponse:
    """Ask the public address now, from here."""
    return door.answer(request, _readiness(readiness.check()))


@door.route(router, "DELETE", f"{LIST}/{{uuid:link_id}}", data=EndedOut, errors=(404,))
def end_tracer_link(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """End one link for good; whoever opens it then is told so."""
    owner = access.owner(request)
    if not links.of(owner).filter(pk=link_id).exists():
        raise Http404
    return door.answer(request, {"ended": links.end(owner, [link_id])})


def _readiness(found: Readiness) -> dict[str, Any]:
    told = switching.told(found)
    return {**told, **{name: iso(at) if (at := told[name]) else None for name in TIMES}}


def _link(one: Line) -> dict[str, Any]:
    link, job = one.link, one.link.job
    return {
        "id": str(link.pk),
        "jobId": str(job.pk),
        "title": job.title,
        "employer": job.employer,
        "target": link.target,
        "people": one.people,
        "automatic": one.automatic,
        "createdAt": iso(link.created_at),
        "lastOpenedAt": iso(one.last_at) if one.last_at else None,
        "endedAt": iso(link.ended_at) if link.ended_at else None,
    }
