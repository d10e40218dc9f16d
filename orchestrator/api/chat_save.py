"""A reply kept as something of the job's."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import chat_rows, door
from orchestrator.api.chat import CHAT
from orchestrator.api.schemas.chat import SaveBody, SavedOut
from tailoring import letters
from tailoring.ghostwriter import keeping
from tailoring.models import ChatMessage

router = Router(tags=["Ghostwriter"])


@door.route(
    router, "POST", f"{CHAT}/messages/{{uuid:message_id}}/save", data=SavedOut, body=SaveBody,
    status=201, errors=(404, 409),
)  # fmt: skip
def save_reply(
    request: HttpRequest, job_id: UUID, message_id: UUID, body: SaveBody
) -> HttpResponse:
    """Keep a reply as a note or as a cover letter of the job."""
    message = chat_rows.message(access.job(access.owner(request), job_id), message_id)
    kept, place = KINDS[body.kind](message, body.title or "")
    found = {"kind": body.kind, "id": str(kept), "url": f"/job/{job_id}/{place}"}
    return door.answer(request, found, status=201, **door.ignored(body))


def _note(message: ChatMessage, title: str) -> tuple[UUID, str]:
    return keeping.as_note(message, title).pk, "notes"


def _letter(message: ChatMessage, title: str) -> tuple[UUID, str]:
    """A letter has no title; its claims are checked as it is saved."""
    keeping.require_text(message)
    letter = letters.save(
        message.thread.job,
        message.content,
        language=message.language,
        source=message,
        origin=message.origin,
    )
    return letter.pk, f"letters/{letter.pk}"


KINDS = {"note": _note, "cover_letter": _letter}
