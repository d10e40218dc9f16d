"""How a reply that was asked for is answered: as a stream, when it is written, or at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from jobops.web import problems
from orchestrator.api import chat_stream, door, wait, wire_chat
from orchestrator.models import Job
from tailoring.ghostwriter import looking, tail
from tailoring.ghostwriter.sending import Sent
from tailoring.models import ChatMessage, ChatRun

Ask = Callable[[], Sent]
RESET = problems.Answer(409, "The chat was emptied meanwhile.", {"reason": "superseded"})


def answer(
    request: HttpRequest,
    job: Job,
    ask: Ask,
    *,
    stream: bool,
    with_user: bool = True,
    **meta: Any,
) -> HttpResponseBase:
    """200 with the reply, why there is none, 202 while it is written, or its stream."""
    if stream:
        return chat_stream.stream(request, lambda: ask().run, job=job)
    asked, sent = wait.preference(request), ask()
    with wait.seat(asked.seconds) as taken:
        found = _ended(sent.run, seconds=asked.seconds if taken else 0)
    response = _answer(request, job, sent, found, with_user=with_user, **meta)
    if asked.applied:
        response["Preference-Applied"] = asked.applied
    return response


def _ended(run: ChatRun, *, seconds: float) -> looking.Snapshot:
    if seconds > 0:
        tail.ended(run, seconds=seconds)
    return looking.at(run.pk)


def _answer(
    request: HttpRequest,
    job: Job,
    sent: Sent,
    found: looking.Snapshot,
    *,
    with_user: bool,
    **meta: Any,
) -> HttpResponse:
    if found.gone:
        return problems.envelope(request, RESET)
    if found.run and found.run.status == "failed":
        return problems.envelope(request, _refusal(found.run))
    reply = found.run.message if found.run else sent.reply
    data = {"runId": str(sent.run.pk), "assistantMessage": wire_chat.message(reply, job_id=job.pk)}
    if with_user:
        data["userMessage"] = shown(sent.user, job_id=job.pk)
    if found.run:
        return door.answer(request, data, **meta)
    headers = {"Location": place(job, sent.run), "Retry-After": "2"}
    return door.answer(request, data, status=202, headers=headers, **meta)


def shown(message: ChatMessage, *, job_id: UUID) -> Mapping[str, Any]:
    """With its pictures."""
    pictures = message.attachments.order_by("position", "id")
    return wire_chat.message(message, job_id=job_id, attachments=list(pictures))


def place(job: Job, run: ChatRun) -> str:
    return f"/api/jobs/{job.pk}/chat/runs/{run.pk}"


def _refusal(run: ChatRun) -> problems.Answer:
    """It also says where what was written is kept."""
    found = wire_chat.refusal(run)
    kept = {"runId": str(run.pk), "messageId": str(run.message_id)}
    return problems.Answer(found.status, found.message, {**found.details, **kept})
