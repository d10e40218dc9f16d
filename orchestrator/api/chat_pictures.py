"""The pictures of a chat."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.web import files
from orchestrator import access
from orchestrator.api import chat_rows, door
from orchestrator.api.attached import BYTES
from orchestrator.api.chat import CHAT
from tailoring.ghostwriter import attachments

router = Router(tags=["Ghostwriter"])


@door.route(
    router, "GET HEAD",
    f"{CHAT}/messages/{{uuid:message_id}}/attachments/{{uuid:attachment_id}}", errors=(404, 503),
    extra={"responses": {200: BYTES, 206: {"description": "Partial Content", **BYTES},
                         304: {"description": "Not Modified"},
                         416: {"description": "Range Not Satisfiable"}}},
    raw=True,
)  # fmt: skip
def read_attachment(
    request: HttpRequest, job_id: UUID, message_id: UUID, attachment_id: UUID
) -> HttpResponseBase:
    """The bytes of a picture that was sent with a message."""
    job = access.job(access.owner(request), job_id)
    picture = chat_rows.attachment(job, attachment_id, message_id=message_id)
    return files.serve(request, attachments.served(picture, owner_id=job.owner_id))
