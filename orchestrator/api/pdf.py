"""The PDF of a job: download and upload."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.web import files
from orchestrator import access
from orchestrator.api import bodies, door, wire
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.shared import Flag, Parameters
from pdfs import serving, uploads

router = Router(tags=["PDF"])
BYTES = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
# In its one spelling: the bits that are left over at the end are zero.
BASE64 = (
    "^([A-Za-z0-9+/]{4})*"
    "([A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)$"
)
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "minLength": 1}},
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["fileName", "dataBase64"],
                    "properties": {
                        "fileName": {
                            "type": "string",
                            "minLength": 1,
                            "maxLength": 255,
                            "pattern": r"\S",
                        },
                        "mediaType": {"type": ["string", "null"], "maxLength": 200},
                        "dataBase64": {
                            "type": "string",
                            "contentEncoding": "base64",
                            "minLength": 4,
                            "pattern": BASE64,
                        },
                    },
                }
            },
        },
    }
}


class PdfParameters(Parameters):
    version: Literal["applied"] | None = None
    download: Flag = False


@door.route(
    router, "GET HEAD", "/jobs/{uuid:job_id}/pdf", query=PdfParameters, errors=(404,),
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
    errors=(400, 404, 413, 415), extra=UPLOAD,
)  # fmt: skip
def upload_pdf(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Make a PDF of your own the job's PDF."""
    sent = bodies.read_upload(request)
    job = access.job(access.owner(request), job_id)
    changed = uploads.attach(
        job, sent.content, file_name=sent.name, media_type=sent.media_type, actor="user"
    )
    return door.answer(request, wire.whole(changed, owner=access.owner(request)), status=201)
