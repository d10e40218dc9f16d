"""What can be done with one message of a chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.words import later, say
from orchestrator import access
from orchestrator.models import Job
from orchestrator.workspace.chat_answers import done
from orchestrator.workspace.chat_view import NOTHING, Said
from tailoring.ghostwriter import keeping, runs, sending, threads
from tailoring.models import ChatMessage

WITHOUT = later("Do not use these words or phrases, nor others that say the same: {words}.")
UNTRUE = later("Leave out these statements, which the résumé does not show: {words}.")
Act = Callable[[HttpRequest, Job, ChatMessage], str]


@require_POST
def act(request: HttpRequest, pk: UUID, message: UUID, verb: str) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.chat_message(job, message)
    typed = Said(editing=str(message), edited=request.POST.get("again", ""))
    said = typed if verb == "edit" else NOTHING
    return done(request, job, lambda: VERBS[verb](request, job, found), said=said)


@require_POST
def stop(request: HttpRequest, pk: UUID, run: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.chat_run(job, run)

    def act() -> str:
        runs.cancel(found)
        return ""

    return done(request, job, act)


def edit(request: HttpRequest, job: Job, message: ChatMessage) -> str:
    sending.edit(job, message, request.POST.get("again", ""))
    return ""


def again(request: HttpRequest, job: Job, message: ChatMessage) -> str:
    """By a model, by rules, or once more without what was found in it."""
    engine = "computed" if request.POST.get("engine") == "computed" else "auto"
    wanted = correction(message, without=request.POST.get("without", ""))
    sending.regenerate(job, message, engine=engine, correction=wanted)
    return ""


def correction(message: ChatMessage, *, without: str) -> str:
    found = [str(mark["text"]) for mark in message.marks if mark["kind"] == without]
    words = "; ".join(dict.fromkeys(found))
    return (UNTRUE if without == "claim" else WITHOUT).format(words=words) if words else ""


def resume(request: HttpRequest, job: Job, message: ChatMessage) -> str:
    sending.resume(job, message)
    return ""


def show(request: HttpRequest, job: Job, message: ChatMessage) -> str:
    threads.switch(message.thread, message)
    return ""


def note(request: HttpRequest, job: Job, message: ChatMessage) -> str:
    kept = keeping.as_note(message, request.POST.get("title", ""))
    return say("Kept as the note “{title}”.", title=kept.title)


VERBS: Mapping[str, Act] = {
    "edit": edit, "again": again, "continue": resume, "show": show, "note": note,
}  # fmt: skip
