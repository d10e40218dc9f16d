"""Rules that tie a sender to one job."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire_mail
from orchestrator.api.schemas.mail import SenderRuleOut
from orchestrator.inbox import senders

router = Router(tags=["Inbox"])
RULES = "/post-application/sender-rules"


@door.route(router, "GET", RULES, data=list[SenderRuleOut])
def list_sender_rules(request: HttpRequest) -> HttpResponse:
    """Senders whose mail is about one job, by address."""
    return door.answer(request, [wire_mail.rule(one) for one in senders.of(access.owner(request))])


@door.route(router, "DELETE", f"{RULES}/{{uuid:rule_id}}", data=None, errors=(404,))
def remove_sender_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Match mail of this sender like any other again. What is linked stays linked."""
    senders.remove(access.sender_rule(access.owner(request), rule_id))
    return door.answer(request, None)
