"""A mail from its source, however broken: reading one never fails and costs a bounded amount."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from jobops.lib.hidden import without_invisible
from jobops.lib.mending import one_line
from jobops.lib.text import clean_control
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.mails.mbox import MboxRefused, split_mbox
from orchestrator.inbox.mails.mime_addresses import (
    addresses,
    domain,
    message_id,
    references,
    sender,
    sent_at,
)
from orchestrator.inbox.mails.mime_bodies import MOST
from orchestrator.inbox.mails.mime_choice import calendars_of, text_of
from orchestrator.inbox.mails.mime_headers import Headers, words
from orchestrator.inbox.mails.mime_keys import key, keys_of
from orchestrator.inbox.mails.mime_parts import Part, Span, head_of, parts

__all__ = (
    "MboxRefused", "from_text", "head", "is_source", "key", "keys_of", "read", "snippet",
    "split_mbox",
)  # fmt: skip

MARKS = (
    "list-id", "list-unsubscribe", "precedence", "auto-submitted", "x-autoreply", "x-autorespond",
    "x-auto-response-suppress", "authentication-results",
)  # fmt: skip
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to")
SOURCE = re.compile(
    r"\s*(?:>?From [^\n]+\n)?(?:(?:[\w-]+:[^\n]*|[ \t][^\n]*)\r?\n){3,}", re.IGNORECASE
)
SOURCE_FIELD = re.compile(r"(?im)^(?:message-id|received|mime-version|content-type):")
QUOTE = re.compile(r"[>|]")
SNIPPET = 240


def read(raw: bytes) -> Mail:
    faults: set[str] = set()
    given, body = head_of(raw, 0, len(raw), faults=faults)
    mail = _head(given, faults)
    found = parts(raw, given, Span(body, len(raw)), faults=faults)
    text, hides = text_of(raw, found, faults=faults)
    calendars = calendars_of(raw, found, faults=faults)
    if not text.strip():
        text, hides = _forwarded(raw, found, faults)
    if any(one.name.lower() == "winmail.dat" for one in found):
        faults.add("winmail")
    return replace(
        mail,
        text=text,
        has_hidden_text=hides,
        calendars=calendars,
        faults=tuple(sorted(faults)),
    )


def head(raw_headers: bytes) -> Mail:
    """Of the headers alone."""
    faults: set[str] = set()
    whole = raw_headers + b"\n\n"
    given, _ = head_of(whole, 0, len(whole), faults=faults)
    return _head(given, faults)


def from_text(
    text: str, *, sender: str = "", subject: str = "", date: datetime | None = None
) -> Mail:
    """A mail somebody copied by hand: `sender` is an address, a name, or both."""
    clean, hides = without_invisible(clean_control(text))
    faults: set[str] = {"text_cut"} if len(clean) > MOST else set()
    name, address = _typed(sender)
    return Mail(
        sender_name=name,
        sender_address=address,
        sender_domain=domain(address),
        subject=one_line(subject, limit=300),
        sent_at=date,
        text=clean[:MOST].strip(),
        has_hidden_text=hides,
        faults=tuple(faults),
    )


def is_source(text: str) -> bool:
    """Whether pasted text is the source of a mail rather than what it says."""
    found = SOURCE.match(text[:20_000])
    return bool(found and SOURCE_FIELD.search(found[0]))


def snippet(text: str) -> str:
    """The beginning of what was written, in one line, without what it quotes."""
    own = [line for line in text[:20_000].splitlines() if not QUOTE.match(line.lstrip())]
    return one_line(" ".join(own) if any(map(str.strip, own)) else text[:2000], limit=SNIPPET)


def _head(given: Headers, faults: set[str]) -> Mail:
    name, address = sender(given.every("from") or given.every("sender"), faults=faults)
    known = message_id(given.first("message-id"))
    answers = references([*given.every("references"), *given.every("in-reply-to")])
    return Mail(
        message_id=known,
        references=tuple(one for one in answers if one != known),
        sender_name=name,
        sender_address=address,
        sender_domain=domain(address),
        reply_to=next(iter(addresses(given.every("reply-to"))), ""),
        recipients=addresses([one for header in RECIPIENTS for one in given.every(header)]),
        subject=words(given.first("subject"), faults=faults),
        sent_at=sent_at(given.first("date"), given.every("received"), faults=faults),
        marks={one: given.first(one)[:500] for one in MARKS if given.every(one)},
        faults=tuple(sorted(faults)),
    )


def _forwarded(raw: bytes, found: list[Part], faults: set[str]) -> tuple[str, bool]:
    """The mail inside a mail that says nothing itself, under the headers it came with."""
    for part in found:
        if part.kind != "message/rfc822":
            continue
        given, body = head_of(raw, part.start, part.end, faults=faults)
        inner = _head(given, set())
        inside = parts(raw, given, Span(body, part.end), faults=faults)
        text, hides = text_of(raw, inside, faults=faults)
        if text.strip():
            return f"{_under(inner)}\n\n{text}", hides
    return "", False


def _under(inner: Mail) -> str:
    written = inner.sent_at.isoformat() if inner.sent_at else ""
    return (
        "---------- Forwarded message ----------\n"
        f"From: {inner.sender_name} <{inner.sender_address}>\n"
        f"Date: {written}\nSubject: {inner.subject}"
    )


def _typed(given: str) -> tuple[str, str]:
    line = one_line(given, limit=500)
    name, address = sender([line], faults=set()) if line else ("", "")
    if address or "@" in line:
        return name, address
    return line[:200], ""
