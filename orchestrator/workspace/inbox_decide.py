"""Decisions about one mail: approve, ignore, restore, undo, and finding the job it is about."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.errors import Refused
from jobops.lib.words import say
from orchestrator import access
from orchestrator.inbox import decisions
from orchestrator.inbox.decisions import Decided
from orchestrator.models import InboundMessage
from orchestrator.workspace import answers, inbox_find, rows
from orchestrator.workspace import inbox_words as words
from orchestrator.workspace.answers import Message, shortened
from orchestrator.workspace.inbox import alone, fresh
from orchestrator.workspace.inbox_after import after
from orchestrator.workspace.inbox_form import DecisionForm
from orchestrator.workspace.inbox_offer import offer


@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = access.mail(access.owner(request), pk)
    form = inbox_find.filled(request, row)
    if row.status == "pending_user" and not form.is_valid():
        return alone(request, row, form=form, status=422)
    try:
        done = approved(row, form)
    except Refused as refused:
        return overtaken(request, row, refused)
    return after(request, row, approval(done), offer=offer(done.mail))


def approved(row: InboundMessage, form: DecisionForm) -> Decided:
    """Raises Refused."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    job = access.job(row.owner, given["job"]) if given else None
    target, note = given.get("stage", ""), given.get("note", "")
    return decisions.approve(row, job=job, target=target, note=note, actor="user")


def approval(done: Decided) -> str:
    assert done.job is not None
    about = say(
        "{shortened} at {shortened2}",
        shortened=shortened(done.job.title),
        shortened2=shortened(done.job.employer),
    )
    meant = words.meant(done.mail.stage_target)
    said = say("Linked to {about}", about=about) + (f": {meant}." if done.step else ".")
    return f"{said} {done.warning}".strip()


@require_POST
def ignore(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = access.mail(access.owner(request), pk)
    try:
        decisions.deny(row, actor="user")
    except Refused as refused:
        return overtaken(request, row, refused)
    return after(request, row, say("Ignored: {shortened}.", shortened=shortened(row.subject)))


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = access.mail(access.owner(request), pk)
    try:
        decisions.restore(row, actor="user")
    except Refused as refused:
        return overtaken(request, row, refused)
    return after(
        request,
        row,
        say("It waits for review again: {shortened}.", shortened=shortened(row.subject)),
        undo=False,
    )


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision never was. `elsewhere`: it was about the wrong job."""
    row = access.mail(access.owner(request), pk)
    job = row.job
    decisions.undo(row, actor="user", elsewhere="elsewhere" in request.POST)
    text = say("It waits for review again: {shortened}.", shortened=shortened(row.subject))
    if job is None or "place" not in request.POST:
        return after(request, row, text, undo=False)
    at = rows.read_place(request.POST["place"], job=job)
    return answers.done(request, job, at, following=job.pk, message=Message(text, ""), returns=True)


@require_POST
def find(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same mail with the jobs that have the words, and everything else as it was typed."""
    row = access.mail(access.owner(request), pk)
    if row.status != "pending_user":
        return alone(request, row, refused=Refused("message_decided").sentence, status=409)
    form = inbox_find.filled(request, row)
    return alone(request, row, form=form)


def overtaken(request: HttpRequest, row: InboundMessage, refused: Refused) -> HttpResponse:
    """Somebody was faster: the mail as it is now, and one sentence."""
    now = access.mail(row.owner, row.pk)
    form = fresh(row.owner, now) if now.status == "pending_user" else None
    return alone(request, now, form=form, refused=refused.sentence, status=409)
