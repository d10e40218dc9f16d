"""The mailboxes that are read: the list, and connecting one more."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobops.lib.words import say
from jobops.web.fragments import see_other, shown
from orchestrator import access
from orchestrator.inbox import accounts
from orchestrator.inbox.boxes import imap_account, oauth
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, User
from orchestrator.workspace.inbox_nav import nav
from orchestrator.workspace.mailbox_form import ServerForm
from orchestrator.workspace.mailbox_view import HOME, box


@dataclass(frozen=True)
class Trial:
    """A sign-in that worked: the folders there are, and how long it took."""

    folders: list[str]
    took: int


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    boxes = [box(row) for row in accounts.of(owner)]
    context = {"nav": nav(owner, "accounts"), "boxes": boxes}
    return render(request, "mailboxes/list.html", context)


def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return drawn(request, ServerForm())
    return taken(request, ServerForm(request.POST))


def taken(
    request: HttpRequest, form: ServerForm, *, known: MailAccount | None = None
) -> HttpResponse:
    """Try what was typed, or connect it; a failed step is said at its field."""
    if not form.is_valid():
        return drawn(request, form, known=known, status=422)
    try:
        if "try" in request.POST:
            return drawn(request, form, known=known, trial=tried(form))
        row = connected(access.owner(request), form)
    except MailError as problem:
        form.blame(problem)
        return drawn(request, form, known=known, status=422)
    messages.success(request, say("Connected. It is read within a minute, or now if you ask."))
    return see_other(f"{HOME}/{row.pk}")


def tried(form: ServerForm) -> Trial:
    began = time.monotonic()
    found = imap_account.tried(form.login())
    return Trial(found, round((time.monotonic() - began) * 1000))


def connected(owner: User, form: ServerForm) -> MailAccount:
    key = form.known.account_key if form.known else accounts.free_key(owner, "imap")
    name = form.cleaned_data["display_name"]
    return imap_account.save(owner, key=key, login=form.login(), display_name=name)


def drawn(
    request: HttpRequest,
    form: ServerForm,
    *,
    known: MailAccount | None = None,
    trial: Trial | None = None,
    status: int = 200,
) -> HttpResponse:
    owner = access.owner(request)
    context = {
        "form": form,
        "trial": trial,
        "box": box(known) if known else None,
        "can_google": oauth.is_configured(owner),
        "redirect_uri": oauth.redirect_uri(owner, base(request)),
    }
    template = "mailboxes/new.html"
    fragment = "mailboxes/_trial.html" if "try" in request.POST else template
    return shown(request, template, fragment, context, status=status)


def base(request: HttpRequest) -> str:
    """Scheme and host under which this was asked."""
    return request.build_absolute_uri("/")
