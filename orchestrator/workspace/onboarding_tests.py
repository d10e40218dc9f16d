"""Trying what is connected, from the first steps: each by itself, with what is saved. A failure is
told and changes nothing; what was done stays done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem
from jobops.lib.place import here
from jobops.lib.words import say
from jobops.web.fragments import wants_fragment
from orchestrator import access, preferences
from orchestrator.inbox import accounts
from orchestrator.inbox.boxes.gmail import GmailMailbox
from orchestrator.inbox.boxes.imap import ImapMailbox
from orchestrator.models import MailAccount, User
from orchestrator.ops import connections
from orchestrator.ops.connections import Found, Trial
from orchestrator.workspace import onboarding


@require_POST
def test(request: HttpRequest, key: str) -> HttpResponse:
    """Its result beside the item; without a script the whole page with it."""
    owner = access.owner(request)
    context = {"trial": TESTS[key](owner), "tested": key, "chosen": None}
    if wants_fragment(request):
        return render(request, "onboarding/_trial.html", {**context, "key": key})
    return onboarding.drawn(request, **context)


def model(owner: User) -> Trial:
    mine = preferences.of(owner)
    return connections.model(
        mine["llmBaseUrl"], key=mine["llmApiKey"] or "", name=mine["llmModel"],
        private_ok=owner.is_staff,
    )  # fmt: skip


def printing(owner: User) -> Trial:
    return connections.printing()


def mail(owner: User) -> Trial:
    row = owner.mailboxes.exclude(status="disconnected").order_by("pk").first()
    if row is None:
        found = Found(False, say("No mailbox is connected."), say("Connect one first."))
        return Trial(found, say("Nothing was asked"), 0)
    started = time.perf_counter()
    found = _mailbox(row)
    took = round((time.perf_counter() - started) * 1000)
    return Trial(found, say("Signing in at {there}, from this {here}", there=_there(row),
                            here=here()), took)  # fmt: skip


def _mailbox(row: MailAccount) -> Found:
    try:
        with closing(accounts.open_mailbox(row)) as box:
            if isinstance(box, GmailMailbox):
                box.profile()
            elif isinstance(box, ImapMailbox):
                box.check()
    except Problem as problem:
        # The sentence says what is still true and what to do.
        return Found(False, problem.sentence)
    return Found(True, say("{there} answers, and the folders can be read.", there=_there(row)))


def _there(row: MailAccount) -> str:
    server = row.server
    return f"{server['host']}:{server['port']}" if server.get("host") else "gmail.googleapis.com"


TESTS: Mapping[str, Callable[[User], Trial]] = {"model": model, "mail": mail, "printing": printing}
