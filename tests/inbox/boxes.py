"""Mailboxes and mails for tests of reading."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestrator.inbox.boxes import gmail_tokens
from orchestrator.inbox.boxes.gmail_tokens import Tokens
from orchestrator.inbox.boxes.imap import ImapMailbox
from orchestrator.inbox.boxes.imap_open import Server
from orchestrator.inbox.boxes.mailbox import Mailbox, MailError
from orchestrator.inbox.mails.mail import Batch, Item
from orchestrator.models import MailAccount, User
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.outside.gmail import GmailStub
from tests.outside.imap import ImapStub

WINDOW = timedelta(days=90)


def note(number: int, *, text: str = "Thank you for applying.") -> bytes:
    return (
        f"Message-ID: <{number}@acme.example>\r\nFrom: Acme Jobs <jobs@acme.example>\r\n"
        f"To: ada@example.org\r\nSubject: Your application {number}\r\n"
        f"Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n\r\n{text}\r\n"
    ).encode()


def imap(
    dovecot: Dovecot,
    user: str,
    *,
    folders: Sequence[str] = ("INBOX",),
    security: str = "tls",
    port: int | None = None,
    host: str = "localhost",
    password: str = PASSWORD,
) -> ImapMailbox:
    port = port or (dovecot.tls if security == "tls" else dovecot.plain)
    server = Server(host, port, security, user)
    return ImapMailbox(server, password, folders=folders, address="ada@example.org")


def stubbed(server: ImapStub, *, security: str = "plain") -> ImapMailbox:
    where = Server("localhost", server.port, security, "ada")
    return ImapMailbox(where, "secret", folders=("INBOX",), address="ada@example.org")


def read(
    box: Mailbox,
    cursor: Mapping[str, Any] | None = None,
    *,
    limit: int = 2000,
    position: Mapping[str, Any] | None = None,
) -> list[Batch]:
    since = datetime.now(UTC) - WINDOW
    return list(box.listed(cursor or {}, since=since, limit=limit, position=position or {}))


def read_until_it_breaks(box: Mailbox) -> tuple[list[Batch], MailError]:
    kept: list[Batch] = []
    try:
        for batch in box.listed({}, since=datetime.now(UTC) - WINDOW, limit=2000, position={}):
            kept.append(batch)
    except MailError as problem:
        return kept, problem
    raise AssertionError("nothing broke")


def items(batches: Sequence[Batch]) -> list[Item]:
    return [item for batch in batches for item in batch.items]


def subjects(batches: Sequence[Batch]) -> list[str]:
    return [item.head.subject for item in items(batches)]


def cursor(batches: Sequence[Batch]) -> Mapping[str, Any]:
    found = batches[-1].cursor
    assert found is not None
    return found


def gmail_account(owner: User, stub: GmailStub, *, lasts: float = 3600) -> MailAccount:
    """Connected, with tokens the stub knows."""
    refresh, access = stub.tokens()
    tokens = Tokens(refresh, access, time.time() + lasts)
    return MailAccount.objects.create(
        owner=owner, provider="gmail", address=stub.address, status="connected",
        credentials=gmail_tokens.sealed(tokens),
    )  # fmt: skip
