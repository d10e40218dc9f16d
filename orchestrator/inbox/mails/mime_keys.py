"""By what a mail is known again, whichever way it came."""

from __future__ import annotations

import hashlib

from orchestrator.inbox.mails.mail import Mail


def key(mail: Mail) -> str:
    """The digest of its Message-ID. A mail without one is known by who sent it, when, and what
    it says: of its head alone that is another key than of the whole.
    """
    if mail.message_id:
        return _of_id(mail.message_id)
    moment = mail.sent_at.isoformat() if mail.sent_at else ""
    text = " ".join(mail.text.split())
    said = "\n".join((mail.sender_address, moment, mail.subject, text))
    return hashlib.sha256(b"said\0" + said.encode("utf-8", "replace")).hexdigest()


def keys_of(mail: Mail) -> list[str]:
    """The keys of the mails it answers."""
    return [_of_id(one) for one in mail.references]


def _of_id(message_id: str) -> str:
    return hashlib.sha256(b"id\0" + message_id.encode("utf-8", "replace")).hexdigest()
