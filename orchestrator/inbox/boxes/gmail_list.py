"""Which mails of a Gmail account a run has to read: by its history, or by a window of days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestrator.inbox.boxes.mailbox import MailError

PAGE = "500"
MOST_PAGES = 40
# What the owner wrote and did not send, and what is no mail.
LEFT_OUT = "-in:drafts -in:chats"
NOT_MAIL = frozenset({"DRAFT", "CHAT", "SPAM", "TRASH"})
Call = Callable[[str, Sequence[tuple[str, str]]], dict[str, Any]]


@dataclass(frozen=True)
class Entry:
    """A mail that came; `history_id` is that of the record that says so, empty in a window."""

    id: str
    history_id: str = ""


@dataclass(frozen=True)
class Listing:
    """Oldest first; `end` is the history id the next run begins at."""

    entries: tuple[Entry, ...]
    end: str


def window(call: Call, *, since: datetime, limit: int, end: str) -> Listing:
    """The newest `limit` of what came after `since`."""
    asked = [("q", f"after:{int(since.timestamp())} {LEFT_OUT}"), ("includeSpamTrash", "false")]
    found: list[Entry] = []
    for said in _pages(call, "messages", [*asked, ("maxResults", PAGE)]):
        found += [Entry(str(one["id"])) for one in _rows(said.get("messages")) if one.get("id")]
        if len(found) >= limit:
            break
    return Listing(tuple(reversed(found[:limit])), end)


def history(call: Call, *, start: str, limit: int) -> Listing:
    """What came since a history id: the first `limit`, for the rest is the next run's.

    Raises what `call` does when the id is too old.
    """
    asked = [("startHistoryId", start), ("historyTypes", "messageAdded"), ("maxResults", PAGE)]
    found: dict[str, Entry] = {}
    end = start
    for said in _pages(call, "history", asked):
        end = str(said.get("historyId") or end)
        for record in _rows(said.get("history")):
            for one in _added(record):
                found.setdefault(one, Entry(one, str(record.get("id") or start)))
        if len(found) > limit:
            break
    entries = tuple(found.values())
    if len(entries) <= limit:
        return Listing(entries, end)
    cut = before(entries, limit, start=start)
    alone = cut == start and limit > 0
    return Listing(entries[:limit], entries[limit - 1].history_id if alone else cut)


def is_mail(said: Mapping[str, Any]) -> bool:
    """Whether a message that was listed is one that came, or that the owner sent."""
    return not NOT_MAIL.intersection(said.get("labelIds") or ())


def before(entries: Sequence[Entry], count: int, *, start: str) -> str:
    """Where history goes on when `count` of them are read: after the last record that is read in
    full.
    """
    if count >= len(entries):
        return entries[-1].history_id if entries else start
    cut = entries[count].history_id
    whole = [one.history_id for one in entries[:count] if one.history_id != cut]
    return whole[-1] if whole else start


def _pages(call: Call, path: str, asked: Sequence[tuple[str, str]]) -> Iterator[Mapping[str, Any]]:
    said = call(path, asked)
    for _ in range(MOST_PAGES):
        yield said
        token = said.get("nextPageToken")
        if not token:
            return
        said = call(path, [*asked, ("pageToken", str(token))])
    raise MailError("protocol")


def _added(record: Mapping[str, Any]) -> Iterator[str]:
    for one in _rows(record.get("messagesAdded")):
        message = one.get("message")
        if isinstance(message, dict) and message.get("id") and is_mail(message):
            yield str(message["id"])


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
