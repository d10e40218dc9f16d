"""The chat of a job: its messages, what is sent along, and the ways to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.lib.errors import Invalid
from orchestrator import access
from orchestrator.api import chat_answers, chat_rows, chat_shown, door
from orchestrator.api.schemas.chat import (
    AttachmentBody,
    BranchesOut,
    MessageBody,
    MessagesOut,
    MessagesQuery,
    RegenerateBody,
    RegeneratedOut,
    ResetOut,
    SelectionBody,
    SelectionOut,
    SentOut,
)
from tailoring.ghostwriter import attachments, sending, threads
from tailoring.ghostwriter.attachments import Given, Picture
from tailoring.ghostwriter.selection import Choice
from tailoring.models import ChatMessage

router = Router(tags=["Ghostwriter"])
CHAT = "/jobs/{uuid:job_id}/chat"
LIMIT = 12 * 1024 * 1024
STREAM: Mapping[str, Any] = {"responses": {200: {"content": {"text/event-stream": {"schema": {}}}}}}
# What asking for a reply may be answered, beside what every endpoint may.
REFUSED = (404, 408, 409, 422, 429, 502, 503)


@door.route(router, "GET", f"{CHAT}/messages", data=MessagesOut, query=MessagesQuery, errors=(404,))
def list_messages(request: HttpRequest, job_id: UUID, query: MessagesQuery) -> HttpResponse:
    """The messages that are shown, oldest first, and the reply that is being written."""
    thread = threads.of(access.job(access.owner(request), job_id))
    return door.answer(request, chat_shown.page(thread, limit=query.limit, offset=query.offset))


@door.route(
    router, "PATCH", f"{CHAT}/context", data=SelectionOut, body=SelectionBody, limit=LIMIT,
    errors=(404,),
)  # fmt: skip
def choose_context(request: HttpRequest, job_id: UUID, body: SelectionBody) -> HttpResponse:
    """Choose the notes, mails and documents that are sent along from now on."""
    if choice(body) == Choice():
        raise Invalid(form_errors=("Give at least one list of ids.",))
    thread = threads.of(access.job(access.owner(request), job_id))
    wanted = choice(body)
    found = threads.select(
        thread, notes=wanted.notes, emails=wanted.emails, documents=wanted.documents
    )
    return door.answer(request, chat_shown.selection(found), **door.ignored(body))


@door.route(
    router, "POST", f"{CHAT}/messages", data=SentOut, body=MessageBody, limit=LIMIT, waits=True,
    errors=REFUSED, extra=STREAM,
)  # fmt: skip
def send_message(request: HttpRequest, job_id: UUID, body: MessageBody) -> HttpResponseBase:
    """Say something and have it answered: as JSON, or with `stream` as an event stream."""
    job = access.job(access.owner(request), job_id)
    given = pictures(body.attachments)

    def ask() -> sending.Sent:
        return sending.send(
            job, body.content, draft=body.draft or "", engine=body.engine,
            attachments=given or (), select=choice(body),
        )  # fmt: skip

    return chat_answers.answer(request, job, ask, stream=body.stream, **door.ignored(body))


@door.route(
    router, "POST", f"{CHAT}/messages/{{uuid:message_id}}/edit", data=SentOut, body=MessageBody,
    limit=LIMIT, waits=True, errors=REFUSED, extra=STREAM,
)  # fmt: skip
def edit_message(
    request: HttpRequest, job_id: UUID, message_id: UUID, body: MessageBody
) -> HttpResponseBase:
    """Say it in other words, beside what was said. Without `attachments` its pictures stay."""
    job = access.job(access.owner(request), job_id)
    message = chat_rows.message(job, message_id)
    given = pictures(body.attachments, of=message)

    def ask() -> sending.Sent:
        return sending.edit(
            job, message, body.content, draft=body.draft or "", engine=body.engine,
            attachments=given, select=choice(body),
        )  # fmt: skip

    return chat_answers.answer(request, job, ask, stream=body.stream, **door.ignored(body))


@door.route(
    router, "POST", f"{CHAT}/messages/{{uuid:message_id}}/regenerate", data=RegeneratedOut,
    body=RegenerateBody, optional=True, limit=LIMIT, waits=True, errors=REFUSED, extra=STREAM,
)  # fmt: skip
def regenerate_message(
    request: HttpRequest, job_id: UUID, message_id: UUID, body: RegenerateBody
) -> HttpResponseBase:
    """Have a reply written again, beside the old one."""
    job = access.job(access.owner(request), job_id)
    message = chat_rows.message(job, message_id)

    def ask() -> sending.Sent:
        return sending.regenerate(
            job, message, correction=body.correction or "", engine=body.engine,
            draft=body.draft or "", select=choice(body),
        )  # fmt: skip

    more = door.ignored(body)
    return chat_answers.answer(request, job, ask, stream=body.stream, with_user=False, **more)


@door.route(
    router, "POST", f"{CHAT}/messages/{{uuid:message_id}}/switch-branch", data=BranchesOut,
    errors=(404,),
)  # fmt: skip
def switch_branch(request: HttpRequest, job_id: UUID, message_id: UUID) -> HttpResponse:
    """Show the branch a message is on."""
    message = chat_rows.message(access.job(access.owner(request), job_id), message_id)
    threads.switch(message.thread, message)
    return door.answer(request, chat_shown.branches(message.thread))


@door.route(router, "POST", f"{CHAT}/reset", data=ResetOut, errors=(404,))
def reset_chat(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Delete every message, stopping what is being written. This cannot be undone."""
    messages, runs = threads.reset(threads.of(access.job(access.owner(request), job_id)))
    return door.answer(request, {"deletedMessages": messages, "deletedRuns": runs})


def choice(body: SelectionBody) -> Choice:
    return Choice(body.selected_note_ids, body.selected_email_ids, body.selected_document_ids)


def pictures(
    given: list[AttachmentBody] | None, *, of: ChatMessage | None = None
) -> tuple[Picture, ...] | None:
    """Those of the message `of` may be named by their address."""
    if given is None:
        return None
    sent = [Given(one.name, one.media_type, one.data_url) for one in given]
    if of is None:
        return attachments.read(sent)
    owner_id = of.thread.job.owner_id
    return attachments.read(sent, known=list(of.attachments.all()), owner_id=owner_id)
