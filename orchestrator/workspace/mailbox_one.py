"""One mailbox: how it does, what may be changed, reading it now, giving it up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.lib.errors import Refused
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.inbox import accounts, sync
from orchestrator.models import MailAccount
from orchestrator.workspace import mailboxes
from orchestrator.workspace.inbox_nav import nav
from orchestrator.workspace.mailbox_form import ChangeForm, ServerForm
from orchestrator.workspace.mailbox_view import HOME, box


def page(request: HttpRequest, account: UUID) -> HttpResponse:
    row = accounts.one(access.owner(request), account)
    if request.method != "POST":
        return drawn(request, row, ChangeForm(row=row))
    form = ChangeForm(request.POST, row=row)
    if not form.is_valid():
        return drawn(request, row, form, status=422)
    accounts.change(row, **form.cleaned_data)
    messages.success(request, say("Saved."))
    return see_other(f"{HOME}/{row.pk}")


def drawn(
    request: HttpRequest, row: MailAccount, form: ChangeForm, *, status: int = 200
) -> HttpResponse:
    runs = accounts.readings(row)[:5]
    context = {"nav": nav(row.owner, "accounts"), "box": box(row), "form": form, "runs": runs}
    return render(request, "mailboxes/one.html", context, status=status)


@require_POST
def switch(request: HttpRequest, account: UUID) -> HttpResponse:
    row = accounts.one(access.owner(request), account)
    is_on = request.POST.get("on") == "yes"
    accounts.change(row, is_enabled=is_on)
    said = (
        say("It is read by itself again.") if is_on else say("It is not read by itself any more.")
    )
    messages.success(request, said)
    return see_other(f"{HOME}/{row.pk}")


@require_POST
def read_now(request: HttpRequest, account: UUID) -> HttpResponse:
    row = accounts.one(access.owner(request), account)
    try:
        run = sync.request(row)
    except Refused as problem:
        running = problem.details.get("runId")
        if running is None:
            messages.error(request, problem.sentence)
        return see_other(f"/tracking-inbox/runs/{running}" if running else f"{HOME}/{row.pk}")
    return see_other(f"/tracking-inbox/runs/{run.pk}")


@require_POST
def disconnect(request: HttpRequest, account: UUID) -> HttpResponse:
    row = accounts.one(access.owner(request), account)
    warning = accounts.disconnect(row)
    messages.success(request, say("Disconnected. Mail that was linked stays."))
    if warning:
        messages.warning(request, warning)
    return see_other(HOME)


def sign_in_again(request: HttpRequest, account: UUID) -> HttpResponse:
    """The form of a mail server once more, with what is known of it."""
    row = accounts.one(access.owner(request), account)
    if row.provider != "imap":
        raise Http404
    if request.method != "POST":
        return mailboxes.drawn(request, ServerForm(known=row), known=row)
    return mailboxes.taken(request, ServerForm(request.POST, known=row), known=row)
