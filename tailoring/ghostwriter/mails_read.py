"""What is kept of a mail, as it may be sent along: its text where the owner keeps texts of linked
mail, else its beginning.
"""

from __future__ import annotations

from jobops.lib.secretbox import SecretBoxError
from orchestrator import preferences
from orchestrator.models import InboundMessage
from tailoring.ghostwriter.blocks import lines


def text(mail: InboundMessage) -> str:
    return _body(mail) or mail.snippet


def told(mail: InboundMessage) -> str:
    """With who wrote it and when; addresses stay here."""
    head = lines(
        (
            ("From", mail.sender_name),
            ("Received", mail.received_at.date().isoformat()),
            ("Subject", mail.subject),
        )
    )
    return f"{head}\n\n{text(mail)}"


def named(mail: InboundMessage) -> str:
    return mail.subject or mail.sender_name or "Mail without a subject"


def _body(mail: InboundMessage) -> str:
    """Empty when none was kept, or the key it was sealed with is gone."""
    try:
        return preferences.box().open(mail.body) if mail.body else ""
    except SecretBoxError:
        return ""
