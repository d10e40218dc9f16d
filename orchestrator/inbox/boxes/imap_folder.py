"""What is asked of one folder. It is opened for reading only, and nothing in it is marked as
seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from orchestrator.inbox.boxes.imap_open import translated
from orchestrator.inbox.boxes.imap_wire import Client
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Item, Mail

CHUNK = 200
MOST_FOLDERS_LISTED = 200
MOST_HEAD = 32 * 1024
HEADERS = (
    "MESSAGE-ID IN-REPLY-TO REFERENCES FROM SENDER REPLY-TO TO CC DELIVERED-TO SUBJECT DATE"
    " LIST-ID LIST-UNSUBSCRIBE PRECEDENCE AUTO-SUBMITTED CONTENT-TYPE"
)
HEAD = f"BODY.PEEK[HEADER.FIELDS ({HEADERS})]<0.{MOST_HEAD}>"
_ID = re.compile(r"(\d+)\.(\d+)\.(.+)", re.DOTALL)


def names(client: Client) -> list[str]:
    """Folders that can be opened."""
    with translated("mailbox"):
        found = client.list_folders()
    return [
        str(name)
        for flags, _, name in found
        if not {b"\\Noselect", b"\\NonExistent"}.intersection(flags)
    ][:MOST_FOLDERS_LISTED]


def examined(client: Client, folder: str) -> tuple[int, int]:
    """Its UIDVALIDITY, and the number the next mail will have."""
    with translated("mailbox"):
        said = client.select_folder(folder, readonly=True)
        coming = said.get(b"UIDNEXT")
        if coming is None:
            last = client.search(["UID", "*"]) if said.get(b"EXISTS") else []
            coming = max(last, default=0) + 1
        return int(said.get(b"UIDVALIDITY", 0)), int(coming)


def searched(client: Client, ids: str, *, since: str) -> list[int]:
    """Numbers that are there, lowest first."""
    window = ["SINCE", date.fromisoformat(since)] if since else []
    with translated("list"):
        return sorted(client.search(["UID", ids, *window]))


def items(client: Client, folder: str, *, validity: int, ids: Sequence[int]) -> list[Item]:
    """Heads of some mails, by the time they came. One that is gone meanwhile is left out, and one
    that cannot be read has an empty head.
    """
    found = [
        Item(
            external_id(folder, validity, uid),
            thread_id="",
            received_at=said.get(b"INTERNALDATE") or head.sent_at or datetime.now(UTC),
            head=head,
        )
        for uid, said in _heads(client, ids)
        for head in (_head(said),)
    ]
    return sorted(found, key=lambda one: one.received_at)


def external_id(folder: str, validity: int, uid: int) -> str:
    return f"{validity}.{uid}.{folder}"


def parted(text: str) -> tuple[str, int, int] | None:
    """Folder, UIDVALIDITY and number of an external id."""
    found = _ID.fullmatch(text)
    return (found[3], int(found[1]), int(found[2])) if found else None


def _heads(client: Client, ids: Sequence[int]) -> Iterator[tuple[int, Any]]:
    with translated("list"):
        try:
            yield from client.fetch(ids, ["INTERNALDATE", HEAD]).items()
        except IMAPClientAbortError:
            raise
        except (IMAPClientError, ValueError):
            # One answer among them cannot be read; which one shows when they are asked singly.
            yield from _singly(client, ids)


def _singly(client: Client, ids: Sequence[int]) -> Iterator[tuple[int, Any]]:
    for uid in ids:
        try:
            found = client.fetch([uid], ["INTERNALDATE", HEAD])
        except IMAPClientAbortError:
            raise
        except (IMAPClientError, ValueError):
            found = {uid: {}}
        yield from found.items()


def _head(said: Any) -> Mail:
    for key, value in said.items():
        if key.startswith(b"BODY[") and isinstance(value, bytes):
            return mime.head(value)
    return Mail(faults=("unreadable",))
