"""One reply being written: how it stands, its stream, stopping it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from orchestrator import access
from orchestrator.api import chat_rows, chat_stream, door, wire_chat
from orchestrator.api.chat import CHAT, STREAM
from orchestrator.api.schemas.chat import ChatRunOut, RunStopped, StreamQuery
from tailoring.ghostwriter import runs

router = Router(tags=["Ghostwriter"])
RUN = f"{CHAT}/runs/{{uuid:run_id}}"


@door.route(router, "GET", RUN, data=ChatRunOut, errors=(404,))
def read_chat_run(request: HttpRequest, job_id: UUID, run_id: UUID) -> HttpResponse:
    """How a reply stands, and what the model saw, in numbers and labels."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, wire_chat.run(chat_rows.run(job, run_id)))


@door.route(
    router, "GET", f"{RUN}/stream", query=StreamQuery, raw=True, errors=(404, 503), extra=STREAM
)
def watch_reply(
    request: HttpRequest, job_id: UUID, run_id: UUID, query: StreamQuery
) -> HttpResponseBase:
    """A reply as it is written, from `cursor` or the last frame of the reader on."""
    job = access.job(access.owner(request), job_id)
    run = chat_rows.run(job, run_id)
    return chat_stream.stream(request, lambda: run, job=job, cursor=query.cursor)


@door.route(router, "POST", f"{RUN}/cancel", data=RunStopped, errors=(404,))
def cancel_reply(request: HttpRequest, job_id: UUID, run_id: UUID) -> HttpResponse:
    """Stop writing a reply; its text so far stays."""
    done = runs.cancel(chat_rows.run(access.job(access.owner(request), job_id), run_id))
    return door.answer(request, {"cancelled": done, "alreadyFinished": not done})
