"""The chat of one job: a tab of its page, a drawer beside the list, and message by message."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.once import reading
from jobops.lib.words import say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.models import Job
from orchestrator.workspace.chat_answers import done, drawn, fragment, part
from orchestrator.workspace.chat_chips import DRAFTS, asked
from orchestrator.workspace.chat_context import choice
from orchestrator.workspace.chat_view import Said, base, chat, now
from tailoring.ghostwriter import selection, sending, threads

PROMPT_LIMIT = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The chat. `prompt` in the address fills the box and sends nothing."""
    job = access.job(access.owner(request), pk)
    if request.method == "POST":
        return sent(request, job)
    given = request.GET
    said = Said(typed=given.get("prompt", "")[:PROMPT_LIMIT], editing=given.get("edit", ""))
    return drawn(request, job, said=said)


def sent(request: HttpRequest, job: Job) -> HttpResponse:
    typed, draft = request.POST.get("content", ""), request.POST.get("draft", "")
    draft = draft if draft in DRAFTS else ""
    engine = "computed" if draft else "auto"

    def act() -> str:
        sending.send(job, asked(draft, typed), draft=draft, engine=engine)
        return ""

    return done(request, job, act, said=Said(typed=typed))


@require_safe
@vary_on_headers("HX-Request")
def drawer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The chat beside the list. Without a script it is a page."""
    job = access.job(access.owner(request), pk)
    if not wants_fragment(request):
        return see_other(base(job.pk))
    return part(request, job, "chat/drawer.html", place="drawer")


@require_safe
@vary_on_headers("HX-Request")
def one(request: HttpRequest, pk: UUID, message: UUID) -> HttpResponse:
    """One message, which may be asked in other words; all of them when it is not shown any more."""
    job = access.job(access.owner(request), pk)
    editing = str(message) if "edit" in request.GET else ""
    if not wants_fragment(request):
        query = f"?edit={message}" if editing else ""
        return see_other(f"{base(job.pk)}{query}#message-{message}")
    return turn(request, job, message, editing=editing) or whole_log(request, job)


def turn(request: HttpRequest, job: Job, message: UUID, *, editing: str) -> HttpResponse | None:
    """None when the message is not shown."""
    shown = now(job)
    with reading():
        found = chat(job, shown, only=message, said=Said(editing=editing))
        if not found.turns:
            return None
        return render(request, "chat/_one.html", {"chat": found, "turn": found.turns[0]})


def whole_log(request: HttpRequest, job: Job) -> HttpResponse:
    response = fragment(request, job)
    response["HX-Retarget"] = "#chat-log"
    return response


@require_safe
def source(request: HttpRequest, pk: UUID, message: UUID) -> HttpResponse:
    """What was written, as it was written."""
    job = access.job(access.owner(request), pk)
    text = access.chat_message(job, message).content
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def select(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what is sent along from now on."""
    job = access.job(access.owner(request), pk)
    thread = threads.of(job)
    chosen = choice(request.POST, before=selection.of(thread))

    def act() -> str:
        threads.select(thread, notes=chosen.notes, emails=chosen.emails, documents=chosen.documents)
        return ""

    answer = done(request, job, act)
    if not wants_fragment(request) or answer.status_code != 200:
        return answer
    return part(request, job, "chat/_looked.html")


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A question first: nothing of it can be brought back."""
    job = access.job(access.owner(request), pk)
    thread = threads.of(job)
    if request.method != "POST":
        context = {"job": job, "count": thread.messages.count(), "url": base(job.pk)}
        return render(request, "chat/reset.html", context)

    def act() -> str:
        threads.reset(thread)
        return say("The chat is empty again.")

    return done(request, job, act)
