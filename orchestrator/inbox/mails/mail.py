"""A mail as the inbox reads it, and how a mailbox hands mails over. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Mail:
    """What was read of one mail. Of a head alone, `text` and `calendars` are empty.

    `message_id` and `references` without brackets, in lower case; addresses in lower case.
    `text` is what a person sees of the plain part, else of the HTML. `faults` are codes of what was
    broken or cut in it.
    """

    message_id: str = ""
    references: tuple[str, ...] = ()
    sender_name: str = ""
    sender_address: str = ""
    sender_domain: str = ""
    reply_to: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    has_hidden_text: bool = False
    # Headers of mass mail and of machines: list-id, list-unsubscribe, precedence, auto-submitted.
    marks: Mapping[str, str] = field(default_factory=dict)
    calendars: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One mail in a mailbox. `external_id` is the provider's: with it the rest can be fetched."""

    external_id: str
    thread_id: str
    received_at: datetime
    head: Mail


@dataclass(frozen=True)
class Batch:
    """Some mails, oldest first. When all of them are stored, `position` is where a run may go on;
    `cursor` is set on the last batch: where the next run begins.
    """

    items: tuple[Item, ...]
    position: Mapping[str, Any]
    cursor: Mapping[str, Any] | None = None
    expected: int | None = None
