"""A mailbox over a list, for tests of reading: what it is told to do it does, and it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from orchestrator.inbox.mails.mail import Batch, Item, Mail
from orchestrator.models import Job, User
from orchestrator.tracking import stages
from tests import make

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(days=20)
INVITES = "Thank you for applying. We would like to invite you to a technical interview next week."


def mail(number: int, **fields: Any) -> Mail:
    """From Acme, about an interview."""
    values = {
        "message_id": f"{number}@acme.com",
        "sender_name": "Acme Recruiting",
        "sender_address": "jobs@acme.com",
        "sender_domain": "acme.com",
        "subject": "Your application as Backend Engineer at Acme",
        "sent_at": AT + timedelta(minutes=number),
        "text": INVITES,
    }
    return Mail(**{**values, **fields})


def lunch(number: int) -> Mail:
    """Nothing to do with work."""
    return mail(
        number, message_id=f"{number}@friends.example", sender_name="Ben", text="At noon?",
        sender_address="ben@friends.example", sender_domain="friends.example", subject="Lunch",
    )  # fmt: skip


class ListBox:
    """`on_whole` is called with each id before its text is given; it may raise."""

    address = "ada@mail.example"

    def __init__(
        self,
        *mails: Mail,
        size: int = 10,
        on_whole: Callable[[str], None] = lambda _: None,
        on_batch: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.mails = list(mails)
        self._size, self._on_whole, self._on_batch = size, on_whole, on_batch
        self.calls = 0
        self.fetched: list[str] = []
        self.given: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
        self.closed = 0

    def listed(
        self,
        cursor: Mapping[str, Any],
        *,
        since: datetime,
        limit: int,
        position: Mapping[str, Any],
    ) -> Iterator[Batch]:
        self.calls += 1
        self.given.append((dict(cursor), dict(position)))
        first, last = cursor.get("next", 0), len(self.mails)
        at = position.get("at", first)
        while True:
            self._on_batch(at)
            end = min(at + self._size, last)
            cursor_then = {"next": last} if end == last else None
            yield Batch(self._items(at, end), {"at": end}, cursor_then, last - first)
            if end == last:
                return
            at = end

    def whole(self, external_id: str) -> Mail:
        self.calls += 1
        self._on_whole(external_id)
        self.fetched.append(external_id)
        return self.mails[int(external_id)]

    def close(self) -> None:
        self.closed += 1

    def _items(self, first: int, last: int) -> tuple[Item, ...]:
        return tuple(
            Item(str(n), "", one.sent_at or AT, replace(one, text="", calendars=()))
            for n, one in enumerate(self.mails[first:last], start=first)
        )


def source(number: int, *, text: str = INVITES, sender: str = "Acme Jobs <jobs@acme.com>") -> bytes:
    return (
        f"Message-ID: <{number}@acme.com>\r\nFrom: {sender}\r\nTo: ada@example.org\r\n"
        f"Subject: Your application {number}\r\n"
        f"Date: {format_datetime(AT + timedelta(minutes=number))}\r\n\r\n{text}\r\n"
    ).encode("utf-8", "surrogatepass")


def boxed(*sources: bytes) -> bytes:
    """As an .mbox file has them."""
    return b"".join(b"From ada Mon Nov  2 10:00:00 2026\n" + one + b"\n" for one in sources)


def applied(owner: User) -> Job:
    """An application at Acme, sent before those mails."""
    row = make.job(owner, status="ready", employer_url="https://www.acme.com")
    stages.log(row, "applied", actor="user", occurred_at=AT - timedelta(days=5))
    return Job.objects.get(pk=row.pk)
