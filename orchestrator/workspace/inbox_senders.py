"""Rules of the owner: mail from an address is about one job. Seen and deleted here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.inbox import senders
from orchestrator.models import InboundMessage
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.inbox_nav import nav

HOME = "/tracking-inbox/senders"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    context = {"rules": senders.of(owner), "tabs": nav(owner, "")}
    return render(request, "inbox/senders.html", context)


@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From now on, mail from this mail's sender is about its job."""
    text = added(access.mail(access.owner(request), pk))
    if wants_fragment(request):
        return render(request, "inbox/_ruled.html", {"text": text})
    messages.success(request, text)
    return see_other(HOME)


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    rule = access.sender_rule(access.owner(request), pk)
    senders.remove(rule)
    messages.success(
        request, say("Mail from {address} is matched like any other again.", address=rule.address)
    )
    return see_other(HOME)


def added(row: InboundMessage) -> str:
    if row.job is None or not row.sender_address:
        return say("This mail is not linked any more, so no rule was made.")
    senders.add(row.owner, row.sender_address, row.job)
    return say(
        "Mail from {sender_address} is linked to {shortened} from now on.",
        sender_address=row.sender_address,
        shortened=shortened(row.job.title),
    )
