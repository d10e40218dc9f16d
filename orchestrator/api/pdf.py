"""The PDF of a job: download and upload."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.web import files
from orchestrator import access
from orchestrator.api import bodies, door, wire
from orchestrator.api.bodies import Upload
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.shared import Flag, Parameters
from pdfs import serving, uploads

router = Router(tags=["PDF"])
BYTES = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}


class PdfParameters(Parameters):
    version: Literal["applied"] | None = None
    download: Flag = False


@door.route(
    router, "GET HEAD", "/jobs/{uuid:job_id}/pdf", query=PdfParameters, errors=(404, 503),
    extra={"responses": {200: BYTES, 206: {"description": "Partial Content", **BYTES},
                         304: {"description": "Not Modified"},
                         416: {"description": "Range Not Satisfiable"}}},
    raw=True,
)  # fmt: skip
def read_pdf(request: HttpRequest, job_id: UUID, query: PdfParameters) -> HttpResponseBase:
    """The PDF the job points to, or with `version=applied` the one that was sent."""
    job = access.job(access.owner(request), job_id)
    digest = job.applied_pdf_digest if query.version else job.pdf_digest
    file = serving.served(job, digest, attachment=query.download, cache="private, no-store")
    return files.serve(request, file)


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/pdf", data=JobOut, status=201,
    errors=(404, 503), upload=bodies.ANY_FILE,
)  # fmt: skip
def upload_pdf(request: HttpRequest, job_id: UUID, upload: Upload) -> HttpResponse:
    """Make a PDF of your own the job's PDF."""
    told = {"file_name": upload.name, "media_type": upload.media_type}
    uploads.check(upload.content, **told)
    job = access.job(access.owner(request), job_id)
    changed = uploads.attach(job, upload.content, **told, actor="user")
    shown = wire.whole(changed, owner=access.owner(request))
    return door.answer(request, shown, status=201, **door.ignored(upload))
