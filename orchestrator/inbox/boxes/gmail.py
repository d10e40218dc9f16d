"""A mailbox at Gmail, read through its API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from urllib.parse import quote

from orchestrator.inbox.boxes import (
    gmail_http,
    gmail_list,
    gmail_parts,
    gmail_standing,
    gmail_tokens,
)
from orchestrator.inbox.boxes.gmail_http import Missing, TooLong, Unauthorized
from orchestrator.inbox.boxes.gmail_list import Entry, Listing
from orchestrator.inbox.boxes.gmail_parts import Room
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.assembling import assembled
from orchestrator.inbox.mails.mail import Batch, Item, Mail
from orchestrator.models import MailAccount

# Calls under way at once; Google counts a read as 5 of 250 units a second.
PLACES = 4
HEADERS = (
    "Message-ID", "In-Reply-To", "References", "From", "Sender", "Reply-To", "To", "Cc",
    "Delivered-To", "Subject", "Date", "List-Id", "List-Unsubscribe", "Precedence",
    "Auto-Submitted",
)  # fmt: skip
METADATA = (
    ("format", "metadata"),
    *(("metadataHeaders", name) for name in HEADERS),
    ("fields", "id,threadId,labelIds,internalDate,payload/headers"),
)
FULL = (("format", "full"), ("fields", "id,payload"))


class GmailMailbox:
    def __init__(self, account: MailAccount) -> None:
        self.address = account.address
        self.calls = 0
        self._account = account
        self._token = ""
        self._counting = Lock()

    def listed(
        self,
        cursor: Mapping[str, Any],
        *,
        since: datetime,
        limit: int,
        position: Mapping[str, Any],
    ) -> Iterator[Batch]:
        standing = dict(position) or self._begun(cursor)
        listing, standing = self._listing(standing, cursor=cursor, since=since, limit=limit)
        entries = listing.entries
        end = {"historyId": listing.end, "at": standing["at"]}
        expected = int(standing.get("done", 0)) + len(entries)
        for start in range(0, len(entries), gmail_standing.CHUNK):
            chunk = entries[start : start + gmail_standing.CHUNK]
            items = self._items(chunk)
            standing = gmail_standing.advanced(
                standing, entries, start=start, count=start + len(chunk)
            )
            is_last = start + gmail_standing.CHUNK >= len(entries)
            yield Batch(tuple(items), standing, end if is_last else None, expected)
        if not entries:
            yield Batch((), standing, end, expected)

    def whole(self, external_id: str) -> Mail:
        try:
            said = self._call(f"messages/{quote(external_id)}", FULL)
            payload = _payload(said)
            calendars = dict(self._calendars(external_id, payload))
        except TooLong:
            return self._cut(external_id)
        read = gmail_parts.piece(payload, calendars=calendars, room=Room())
        return mime.read(assembled(gmail_parts.head(payload), read))

    def profile(self) -> tuple[str, str]:
        """Address and present history id."""
        said = self._call("profile")
        return str(said.get("emailAddress") or "").lower(), str(said.get("historyId") or "")

    def close(self) -> None:
        self._token = ""

    def _begun(self, cursor: Mapping[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        if cursor.get("historyId"):
            return gmail_standing.in_history(str(cursor["historyId"]), now=now)
        return self._window_begun(now)

    def _window_begun(self, now: str) -> dict[str, Any]:
        # Before the list, so that what comes meanwhile is in the history after it.
        return gmail_standing.in_window(self.profile()[1], now=now)

    def _listing(
        self, standing: dict[str, Any], *, cursor: Mapping[str, Any], since: datetime, limit: int
    ) -> tuple[Listing, dict[str, Any]]:
        if standing["mode"] == "history":
            most = max(limit - int(standing.get("done", 0)), 0)
            try:
                return gmail_list.history(self._call, start=standing["start"], limit=most), standing
            except Missing:
                # The id is too old for Google; the days since then are read instead.
                standing = self._window_begun(standing["at"])
        begin = gmail_standing.window_start(cursor, since)
        found = gmail_list.window(self._call, since=begin, limit=limit, end=standing["end"])
        return gmail_standing.left(found, str(standing.get("last") or "")), standing

    def _items(self, entries: Sequence[Entry]) -> list[Item]:
        self._fresh()
        with ThreadPoolExecutor(PLACES) as pool:
            said = list(pool.map(self._head, [one.id for one in entries]))
        if any(one is Unauthorized for one in said):
            self._fresh(refused=self._token)
            said = [
                self._head(entry.id) if one is Unauthorized else one
                for entry, one in zip(entries, said, strict=True)
            ]
        if any(one is Unauthorized for one in said):
            raise Unauthorized("revoked")
        items = [_item(one) for one in said if isinstance(one, dict) and gmail_list.is_mail(one)]
        return sorted(items, key=lambda one: one.received_at)

    def _head(self, message_id: str) -> Any:
        """What is said of one mail; None when it is gone. Nothing here touches the database."""
        try:
            return self._counted(f"messages/{quote(message_id)}", METADATA)
        except Missing:
            return None
        except Unauthorized:
            return Unauthorized

    def _cut(self, external_id: str) -> Mail:
        said = self._call(f"messages/{quote(external_id)}", METADATA)
        return mime.read(gmail_parts.head(_payload(said)) + b"\r\n")

    def _calendars(
        self, external_id: str, payload: Mapping[str, Any]
    ) -> Iterator[tuple[str, bytes]]:
        for part, attachment in list(gmail_parts.invitations(payload))[:1]:
            said = self._call(f"messages/{quote(external_id)}/attachments/{quote(attachment)}")
            yield part, gmail_parts.content(said)

    def _call(self, path: str, params: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        self._fresh()
        try:
            return self._counted(path, params)
        except Unauthorized:
            self._fresh(refused=self._token)
        return self._counted(path, params)

    def _counted(self, path: str, params: Sequence[tuple[str, str]]) -> dict[str, Any]:
        with self._counting:
            self.calls += 1
        return gmail_http.get(path, token=self._token, params=params)

    def _fresh(self, *, refused: str = "") -> None:
        account = self._account
        self._token = gmail_tokens.usable(account.pk, account.owner, refused=refused)


def _item(said: Mapping[str, Any]) -> Item:
    head = mime.head(gmail_parts.head(_payload(said)))
    try:
        came = datetime.fromtimestamp(int(said["internalDate"]) / 1000, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        came = head.sent_at or datetime.now(UTC)
    return Item(str(said.get("id")), str(said.get("threadId") or ""), came, head)


def _payload(said: Mapping[str, Any]) -> Mapping[str, Any]:
    found = said.get("payload")
    return found if isinstance(found, dict) else {}
