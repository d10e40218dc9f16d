"""Where a mail can be read in full, for those that a website shows."""

from __future__ import annotations

from urllib.parse import quote

from orchestrator.models import InboundMessage

GMAIL = "https://mail.google.com/mail/"


def of(mail: InboundMessage) -> str:
    """The address of a mail at its provider, or nothing. Reads `account`."""
    if mail.provider != "gmail" or not mail.external_id:
        return ""
    account = mail.account
    who = f"?authuser={quote(account.address)}" if account and account.address else "u/0/"
    return f"{GMAIL}{who}#all/{quote(mail.external_id, safe='')}"
