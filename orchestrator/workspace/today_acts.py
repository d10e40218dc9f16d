"""What the buttons of the start page do: one verb each, answered by the page as it is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import say
from jobops.web.fragments import see_other, wants_fragment
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.inbox import decisions
from orchestrator.models import User
from orchestrator.tracking import followups, stages, todos
from orchestrator.workspace import actions, followup
from orchestrator.workspace.answers import SWAPPED, Message, shortened, spoken
from orchestrator.workspace.inbox_decide import approval
from orchestrator.workspace.pulse import pulse
from orchestrator.workspace.today import today

HERE = "/today"
# For doors that lead back to the page their address names.
BACK = "?back=/today"


@require_POST
def act(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    try:
        message = ACTS[name](access.owner(request), pk)
    except Problem as problem:
        return refused(request, problem)
    if wants_fragment(request):
        return drawn(request, message=message)
    messages.success(request, message.text, extra_tags=message.undo)
    return see_other(HERE)


def refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page as it truly is, with one sentence; what is not about a row's state goes on."""
    status = answer(problem).status
    if status not in SWAPPED:
        raise problem
    return drawn(request, status=409 if status == 409 else 422, sentence=problem.sentence)


def drawn(
    request: HttpRequest, *, status: int = 200, message: Message | None = None, sentence: str = ""
) -> HttpResponse:
    owner = access.owner(request)
    now, spot = pulse(owner), request.POST.get("spot", "")[:40]
    found = today(owner, now=now, spot=spot, refused=sentence)
    template = "today/_answer.html" if wants_fragment(request) else "today/page.html"
    context = {"today": found, "now": now, "message": message}
    return render(request, template, context, status=status)


def verb(name: str) -> Callable[[User, UUID], Message]:
    """A verb of the job lists; it is taken back from here as well."""

    def run(owner: User, pk: UUID) -> Message:
        job, chosen = access.job(owner, pk), actions.VERBS[name]
        chosen.run(job)
        message = spoken(access.job(owner, pk), said=chosen.said)
        _, _, event = message.undo.partition("/undo/")
        is_move = message.undo.startswith("/jobs/") and "/" not in event
        return Message(message.text, f"{HERE}/undo/{event}" if is_move and event else message.undo)

    return run


def undo(owner: User, pk: UUID) -> Message:
    event = access.event(owner, pk)
    job = access.job(owner, event.job_id or pk)
    stages.take_back(job, actor="user", event_id=event.pk)
    return Message(say("Undone: {shortened}.", shortened=shortened(job.title)), "")


def tick(owner: User, pk: UUID) -> Message:
    row = access.task(owner, pk)
    todos.change(row, {"is_completed": True}, actor="user")
    back = f"/job/{row.job_id}/undo/todo/{row.pk}/open{BACK}"
    return Message(say("Done: {shortened}.", shortened=shortened(row.title)), back)


def approve(owner: User, pk: UUID) -> Message:
    done = decisions.approve(access.mail(owner, pk), actor="user")
    return Message(approval(done), f"{HERE}/unlink/{pk}")


def unlink(owner: User, pk: UUID) -> Message:
    row = access.mail(owner, pk)
    decisions.undo(row, actor="user")
    return Message(
        say("It waits for review again: {shortened}.", shortened=shortened(row.subject)), ""
    )


def answered(wanted: str) -> Callable[[User, UUID], Message]:
    """One answer to a silence."""

    def run(owner: User, pk: UUID) -> Message:
        job = access.job(owner, pk)
        text, back = followup.done(job, wanted)
        return Message(f"{text} {shortened(job.title)}.", f"/job/{job.pk}/undo/{back}{BACK}")

    return run


ACTS: Mapping[str, Callable[[User, UUID], Message]] = {
    "apply": verb("apply"),
    "prepare": verb("ready"),
    "rebuild": verb("regenerate"),
    "skip": verb("skip"),
    "undo": undo,
    "done": tick,
    "approve": approve,
    "unlink": unlink,
    "remind": answered("todo"),
    "close": answered("close"),
    "snooze": answered(str(followups.SNOOZES[1])),
}
