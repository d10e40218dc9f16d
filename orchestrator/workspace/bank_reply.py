"""A reply of the chat, saved as the answer to a question of the application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jobops.lib.words import later_each
from orchestrator import access
from orchestrator.models import Job
from orchestrator.workspace import bank_shown, jobpage
from orchestrator.workspace.bank_form import ReplyForm
from orchestrator.workspace.bank_job import back_to
from tailoring import answered
from tailoring.models import ChatMessage

KEPT = later_each(
    {True: "Saved as an answer, here and in your answer bank.", False: "Saved as an answer."}
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID, message: UUID) -> HttpResponse:
    """Asks which question it answers; the one that was put to the chat is filled in."""
    job = access.job(access.owner(request), pk)
    reply = written(job, message)
    if request.method != "POST":
        asked = bank_shown.prompted(reply.parent.content) if reply.parent else ""
        return drawn(request, job, reply, ReplyForm(initial={"question": asked, "keep": True}))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return drawn(request, job, reply, form, status=422)
    return kept(request, job, reply, form.cleaned_data)


def kept(
    request: HttpRequest, job: Job, reply: ChatMessage, given: Mapping[str, Any]
) -> HttpResponse:
    keep = given["keep"]
    row = answered.use(job, reply.content, given["question"], keep_too=keep, source=reply)
    messages.success(request, KEPT[keep])
    return back_to(request, job, row.pk)


def written(job: Job, pk: UUID) -> ChatMessage:
    found: ChatMessage = access.chat_message(job, pk)
    if found.role != "assistant" or not found.content:
        raise Http404
    return found


def drawn(
    request: HttpRequest, job: Job, reply: ChatMessage, form: ReplyForm, *, status: int = 200
) -> HttpResponse:
    content = {
        "form": form,
        "reply": reply,
        "action": f"/job/{job.pk}/answers/from/{reply.pk}",
        "back": f"/job/{job.pk}/ghostwriter#message-{reply.pk}",
    }
    return jobpage.shown(
        request, job, "answers", status=status, content=content, template="job/answer_reply.html"
    )
