"""The row of a Gmail account: made when somebody comes back from Google, given up again."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from orchestrator import bells
from orchestrator.inbox.boxes import gmail_http, gmail_tokens
from orchestrator.inbox.boxes.gmail_tokens import Granted, Tokens
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, User

REVOKE_SECONDS = 5.0


def save(owner: User, *, key: str, granted: Granted) -> MailAccount:
    """Connected, under the address Google knows it by. Another mailbox than before is read from
    its beginning. Raises MailError; then nothing is stored.
    """
    profile = gmail_http.get("profile", token=granted.access)
    address = str(profile.get("emailAddress") or "").lower()[:320]
    if not address:
        raise MailError("protocol")
    tokens = Tokens(granted.refresh, granted.access, time.time() + granted.expires_in)
    now = timezone.now()
    changes = {
        "address": address, "status": "connected", "credentials": gmail_tokens.sealed(tokens),
        "last_connected_at": now, "updated_at": now, "last_error": None, "failures": 0,
        "not_before": None, "is_enabled": True,
    }  # fmt: skip
    with transaction.atomic():
        row, is_new = MailAccount.objects.select_for_update().get_or_create(
            owner=owner, provider="gmail", account_key=key, defaults=changes
        )
        if not is_new:
            cursor = row.cursor if row.address == address else {}
            MailAccount.objects.filter(pk=row.pk).update(cursor=cursor, **changes)
            row.refresh_from_db()
        bells.tell(owner.pk)
    return row


def revoke(account: MailAccount) -> bool:
    """Ask Google to forget the permission; whether it did, or there was none."""
    try:
        token = gmail_tokens.opened(account.credentials).refresh
    except MailError:
        return True
    try:
        reply = gmail_http.post(settings.GMAIL_REVOKE_URL, {"token": token}, seconds=REVOKE_SECONDS)
    except MailError:
        return False
    # 400: it was no longer valid.
    return reply.ok or reply.status == 400
