"""Leaving for Google and coming back: whole pages, so that no script is needed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem, Refused
from jobops.lib.words import say
from jobops.web import problems
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.inbox import accounts
from orchestrator.inbox.boxes import oauth
from orchestrator.inbox.boxes.oauth import GmailSignInError
from orchestrator.workspace.mailbox_view import HOME
from orchestrator.workspace.mailboxes import base

LONGEST_CODE = 2000


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """To Google, for the account with this key or one more."""
    owner = access.owner(request)
    key = request.POST.get("key", "")[:80] or accounts.free_key(owner, "gmail")
    try:
        return see_other(oauth.start(owner, key=key, request_base=base(request)))
    except Refused as problem:
        return told(request, problem)


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """From Google, with a code or without."""
    owner = access.owner(request)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    try:
        if not code:
            oauth.declined(owner, state)
        row = oauth.finish(owner, state=state, code=code[:LONGEST_CODE])
    except GmailSignInError as problem:
        return told(request, problem)
    messages.success(request, say("Connected. It is read within a minute, or now if you ask."))
    return see_other(f"{HOME}/{row.pk}")


def told(request: HttpRequest, problem: Problem) -> HttpResponse:
    owner = access.owner(request)
    found = problems.answer(problem)
    context = {
        "sentence": found.message,
        "can_google": oauth.is_configured(owner),
        "redirect_uri": oauth.redirect_uri(owner, base(request)),
    }
    return render(request, "mailboxes/google.html", context, status=found.status)
