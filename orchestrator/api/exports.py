"""Everything of the owner in one archive."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.web import files
from orchestrator import access
from orchestrator.api import door, wait
from orchestrator.api.schemas.exports import ExportOut
from orchestrator.api.wire import iso
from orchestrator.models import Operation
from orchestrator.ops import parcels

router = Router(tags=["Export"])
ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}


@door.route(router, "POST", "/export", needs="full", data=ExportOut, waits=True, errors=(500, 503))
def export_everything(request: HttpRequest) -> HttpResponse:
    """Everything in one archive, made by the worker; while one is made, the same one."""
    operation = parcels.request_export(access.owner(request))
    return wait.answer(request, operation, shown=lambda _, made: shown(made))


@door.route(
    router, "GET", "/export/{uuid:export_id}.zip", needs="full", errors=(404, 503),
    extra={"responses": {200: ZIP, 206: {"description": "Partial Content", **ZIP},
                         304: {"description": "Not Modified"},
                         416: {"description": "Range Not Satisfiable"}}},
    raw=True,
)  # fmt: skip
def read_export(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The finished archive; it is kept for a day."""
    made = parcels.of(access.owner(request), export_id, kind=parcels.EXPORT)
    return files.serve(request, parcels.offered(made))


def shown(made: Operation) -> dict[str, Any]:
    is_there = parcels.is_there(made)
    return {
        "id": str(made.pk),
        "status": made.status,
        "createdAt": iso(made.created_at),
        "finishedAt": iso(made.finished_at) if made.finished_at else None,
        "size": made.result.get("size"),
        "counts": made.result.get("counts"),
        "href": f"/api/export/{made.pk}.zip" if is_there else None,
    }
