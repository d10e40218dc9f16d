"""The chat under its older addresses, where a job has a list of threads; there is always one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from orchestrator import access
from orchestrator.api import chat, chat_rows, chat_runs, chat_shown, door
from orchestrator.api.chat import CHAT, LIMIT, REFUSED, STREAM
from orchestrator.api.schemas.chat import (
    MessageBody,
    MessagesOut,
    MessagesQuery,
    OneThreadOut,
    RegenerateBody,
    RegeneratedOut,
    RunStopped,
    SentOut,
    ThreadBody,
    ThreadsOut,
)
from tailoring.ghostwriter import branches, threads

router = Router(tags=["Ghostwriter"])
THREADS = f"{CHAT}/threads"
THREAD = f"{THREADS}/{{uuid:thread_id}}"


@door.route(router, "GET", THREADS, data=ThreadsOut, errors=(404,))
def list_threads(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The one thread of a job, in a list."""
    row = threads.of(access.job(access.owner(request), job_id))
    return door.answer(request, {"threads": [chat_shown.thread(row)]})


@door.route(
    router, "POST", THREADS, data=OneThreadOut, body=ThreadBody, optional=True, limit=LIMIT,
    status=201, errors=(404,),
)  # fmt: skip
def open_thread(request: HttpRequest, job_id: UUID, body: ThreadBody) -> HttpResponse:
    """The one thread of a job, named anew when `title` says so."""
    row = threads.of(access.job(access.owner(request), job_id))
    if body.title and body.title.strip():
        row.title = body.title.strip()
        branches.save(row, "title")
    shown = {"thread": chat_shown.thread(row)}
    return door.answer(request, shown, status=201, **door.ignored(body))


@door.route(
    router, "GET", f"{THREAD}/messages", data=MessagesOut, query=MessagesQuery, errors=(404,)
)
def list_thread_messages(
    request: HttpRequest, job_id: UUID, thread_id: UUID, query: MessagesQuery
) -> HttpResponseBase:
    """The messages that are shown."""
    _require(request, job_id, thread_id)
    return chat.list_messages(request, job_id, query)


@door.route(
    router, "POST", f"{THREAD}/messages", data=SentOut, body=MessageBody, limit=LIMIT, waits=True,
    errors=REFUSED, extra=STREAM,
)  # fmt: skip
def send_thread_message(
    request: HttpRequest, job_id: UUID, thread_id: UUID, body: MessageBody
) -> HttpResponseBase:
    """Say something and have it answered."""
    _require(request, job_id, thread_id)
    return chat.send_message(request, job_id, body)


@door.route(
    router, "POST", f"{THREAD}/messages/{{uuid:message_id}}/regenerate", data=RegeneratedOut,
    body=RegenerateBody, optional=True, limit=LIMIT, waits=True, errors=REFUSED, extra=STREAM,
)  # fmt: skip
def regenerate_thread_message(
    request: HttpRequest, job_id: UUID, thread_id: UUID, message_id: UUID, body: RegenerateBody
) -> HttpResponseBase:
    """Have a reply written again."""
    _require(request, job_id, thread_id)
    return chat.regenerate_message(request, job_id, message_id, body)


@door.route(router, "POST", f"{THREAD}/runs/{{uuid:run_id}}/cancel", data=RunStopped, errors=(404,))
def cancel_thread_run(
    request: HttpRequest, job_id: UUID, thread_id: UUID, run_id: UUID
) -> HttpResponseBase:
    """Stop writing a reply."""
    _require(request, job_id, thread_id)
    return chat_runs.cancel_reply(request, job_id, run_id)


def _require(request: HttpRequest, job_id: UUID, thread_id: UUID) -> None:
    chat_rows.thread(access.job(access.owner(request), job_id), thread_id)
