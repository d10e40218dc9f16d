"""Cover letters of a job: versions, what they claim, and their PDF."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.lib.errors import Invalid
from jobops.web import files
from orchestrator import access
from orchestrator.api import door, wait, wire_letters
from orchestrator.api.pdf import BYTES
from orchestrator.api.schemas.letters import (
    LetterBody,
    LetterChangeBody,
    LetterDecisionBody,
    LetterOut,
    LetterPdfParameters,
)
from orchestrator.models import Job, Operation
from orchestrator.pipeline import letters as printing
from pdfs import letters as paper
from tailoring import letters
from tailoring.ghostwriter import keeping
from tailoring.models import ChatMessage, CoverLetter

router = Router(tags=["Cover letters"])
LETTERS = "/jobs/{uuid:job_id}/cover-letters"
ONE = f"{LETTERS}/{{uuid:letter_id}}"


@door.route(router, "GET", LETTERS, data=list[LetterOut], errors=(404,))
def list_letters(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The versions of a job's letter, newest first."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, [wire_letters.letter(one) for one in letters.of(job)])


@door.route(
    router, "POST", LETTERS, data=LetterOut, body=LetterBody, status=201, errors=(404, 409)
)  # fmt: skip
def add_letter(request: HttpRequest, job_id: UUID, body: LetterBody) -> HttpResponse:
    """Keep a text, or a reply of the chat, as the next version."""
    job = access.job(access.owner(request), job_id)
    reply = _reply(job, body.message_id)
    made = letters.save(
        job,
        body.text or (reply.content if reply else ""),
        language=body.language or (reply.language if reply else ""),
        source=reply,
        origin=reply.origin if reply else "user",
    )
    return door.answer(request, wire_letters.letter(made), status=201, **door.ignored(body))


@door.route(router, "GET", ONE, data=LetterOut, errors=(404,))
def read_letter(request: HttpRequest, job_id: UUID, letter_id: UUID) -> HttpResponse:
    """One version, with its claims as they are found now."""
    return door.answer(request, _now(_letter(request, job_id, letter_id)))


@door.route(
    router, "PATCH", ONE, data=LetterOut, body=LetterChangeBody, errors=(404,)
)  # fmt: skip
def change_letter(
    request: HttpRequest, job_id: UUID, letter_id: UUID, body: LetterChangeBody
) -> HttpResponse:
    """Another text is another version; this one stays as it is."""
    found = _letter(request, job_id, letter_id)
    made = letters.save(found.job, body.text, language=body.language or found.language)
    return door.answer(request, wire_letters.letter(made), **door.ignored(body))


@door.route(
    router, "POST", ONE, data=LetterOut, body=LetterDecisionBody, errors=(404, 409, 422)
)  # fmt: skip
def decide_letter(
    request: HttpRequest, job_id: UUID, letter_id: UUID, body: LetterDecisionBody
) -> HttpResponse:
    """Confirm the version, take that back, or confirm one claim of it as a fact of yours."""
    found = _letter(request, job_id, letter_id)
    if body.decision == "confirm":
        letters.settle(found, actor="user")
    elif body.decision == "reopen":
        letters.reopen(found, actor="user")
    else:
        letters.confirm(found, body.claim or 0, actor="user", text=body.text)
    return door.answer(request, _now(found), **door.ignored(body))


@door.route(router, "DELETE", ONE, data=None, errors=(404,))
def remove_letter(request: HttpRequest, job_id: UUID, letter_id: UUID) -> HttpResponse:
    """Delete a version and its PDF. This cannot be undone."""
    letters.remove(_letter(request, job_id, letter_id), actor="user")
    return door.answer(request, None)


@door.route(
    router, "GET HEAD", f"{ONE}/pdf", query=LetterPdfParameters, errors=(404, 503),
    extra={"responses": {200: BYTES, 206: {"description": "Partial Content", **BYTES},
                         304: {"description": "Not Modified"},
                         416: {"description": "Range Not Satisfiable"}}},
    raw=True,
)  # fmt: skip
def read_letter_pdf(
    request: HttpRequest, job_id: UUID, letter_id: UUID, query: LetterPdfParameters
) -> HttpResponseBase:
    """The file that was printed last."""
    found = _letter(request, job_id, letter_id)
    file = paper.served(found, attachment=query.download, cache="private, no-store")
    return files.serve(request, file)


@door.route(
    router, "POST", f"{ONE}/pdf", data=LetterOut, waits=True, errors=(404, 408, 422, 500, 503)
)  # fmt: skip
def print_letter(request: HttpRequest, job_id: UUID, letter_id: UUID) -> HttpResponse:
    """Print it in the look of the résumé; what is printed already is not printed again."""
    found = _letter(request, job_id, letter_id)
    operation = printing.request(found)
    if operation is None:
        return door.answer(request, _now(found))
    return wait.answer(request, operation, shown=partial(_printed, found))


def _printed(letter: CoverLetter, request: HttpRequest, operation: Operation) -> dict[str, Any]:
    return _now(access.letter(letter.job, letter.pk))


def _now(letter: CoverLetter) -> dict[str, Any]:
    return wire_letters.letter(letters.renewed(letter))


def _letter(request: HttpRequest, job_id: UUID, letter_id: UUID) -> CoverLetter:
    job = access.job(access.owner(request), job_id)
    found: CoverLetter = access.letter(job, letter_id)
    found.job = job
    return found


def _reply(job: Job, pk: UUID | None) -> ChatMessage | None:
    """Raises Invalid for what is no reply of this job's, Refused while it is written."""
    if pk is None:
        return None
    found = ChatMessage.objects.filter(pk=pk, thread__job=job).first()
    if found is None:
        raise Invalid({"messageId": ["There is no such reply in this job's chat."]})
    keeping.require_text(found)
    return found
