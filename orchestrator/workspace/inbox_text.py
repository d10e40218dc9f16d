"""The text of a linked mail, where its owner keeps it: forget it; and reading a mail once more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.inbox import again as routing
from orchestrator.inbox import bodies


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = access.mail(access.owner(request), pk)
    said = say("Its text is deleted.") if bodies.drop(row) else say("There was no text of it.")
    messages.success(request, said)
    return see_other(f"/tracking-inbox/{pk}")


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Route a waiting mail by today's rules."""
    row = access.mail(access.owner(request), pk)
    try:
        routing.route_again(row)
    except Problem as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, say("It was read once more."))
    return see_other(f"/tracking-inbox/{pk}")
