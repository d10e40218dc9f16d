"""Mailboxes in every state for the house, with the longest and the strangest words."""

from __future__ import annotations

from django.utils import timezone

from orchestrator.inbox.boxes import imap_account
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, User


def connected(owner: User, *, words: str, solid: str) -> dict[str, object]:
    server = {
        "host": f"{solid[:60]}.example", "port": 993, "security": "tls",
        "username": f"{solid[:60]}@mail.example", "folders": ["INBOX", words[:100]],
    }  # fmt: skip
    broken = MailAccount.objects.create(
        owner=owner, provider="imap", account_key="broken", status="error", server=server,
        display_name=words[:120], credentials=imap_account.sealed("secret"), failures=3,
        last_error={"code": "login", "message": MailError.SENTENCES["login"], "at": None},
        not_before=timezone.now(), last_synced_at=timezone.now(),
    )  # fmt: skip
    fine = MailAccount.objects.create(
        owner=owner, provider="gmail", status="connected", address=f"{solid[:200]}@mail.example"
    )
    off = MailAccount.objects.create(
        owner=owner, provider="gmail", account_key="off", status="connected", is_enabled=False
    )
    return {"mailbox": broken.pk, "google": fine.pk, "mailbox_off": off.pk}
