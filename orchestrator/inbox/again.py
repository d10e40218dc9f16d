"""Routing a mail once more by today's rules, because its owner asks."""

from __future__ import annotations

from contextlib import closing

from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Refused
from orchestrator.inbox import accounts, bodies, candidates, model, storing
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes import router
from orchestrator.models import InboundMessage


def route_again(row: InboundMessage) -> InboundMessage:
    """Nothing decided is changed. Raises MailError, Refused (message_decided, text_not_kept)."""
    storing.require_open(row)
    mail, owner = _whole(row), row.owner
    with logs.bind(operationId=row.pk):
        routing = router.route(
            mail,
            candidates=candidates.of(owner),
            known=candidates.known(owner, mail, row.external_thread_id),
            gateway=model.for_mail(owner),
            now=timezone.now(),
        )
    return storing.reroute(row, mail, routing)


def _whole(row: InboundMessage) -> Mail:
    """From its mailbox; else the text that was kept."""
    account = row.account
    if account is not None and account.credentials and row.external_id:
        with closing(accounts.open_mailbox(account)) as box:
            return box.whole(row.external_id)
    if (text := bodies.text(row)) is None:
        raise Refused("text_not_kept")
    return mime.from_text(
        text, sender=row.sender_address, subject=row.subject, date=row.received_at
    )
