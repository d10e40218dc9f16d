"""Reading mailboxes on demand, and stopping that."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.inbox import sync
from orchestrator.models import SyncRun, User
from orchestrator.workspace.inbox_nav import HOME

READING: Mapping[bool, str] = later_each({
    True: "The mailbox is being read.", False: "The mailboxes are being read.",
})  # fmt: skip


@require_POST
def read_now(request: HttpRequest) -> HttpResponse:
    """Read every mailbox that is connected; one that is being read already goes on."""
    begun, refused = started(access.owner(request))
    if begun:
        messages.success(request, READING[len(begun) == 1])
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return see_other(f"{HOME}/runs/{begun[0].pk}" if len(begun) == 1 else f"{HOME}/runs")


def started(owner: User) -> tuple[list[SyncRun], list[str]]:
    begun, refused = [], []
    for account in owner.mailboxes.exclude(status="disconnected").order_by("pk"):
        try:
            begun.append(sync.request(account))
        except Problem as problem:
            refused.append(problem.sentence)
    return begun, refused or ([] if begun else [say("No mailbox is connected.")])


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = access.sync_run(access.owner(request), pk)
    said = (
        say("Cancelled. What was read so far stays.")
        if sync.cancel(run)
        else say("It was over already.")
    )
    messages.success(request, said)
    return see_other(f"{HOME}/runs/{pk}")
