"""A mail as Gmail's API describes it, put together as it was sent. Pure.

Attached files come as ids there and are left alone; an invitation may come so too.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestrator.inbox.boxes.mailbox import MOST_TEXT
from orchestrator.inbox.mails.assembling import Piece

CALENDARS = frozenset({"text/calendar", "application/ics"})
MOST_PARTS, MOST_DEPTH = 12, 8
# Of a header's value: 32 KiB, as much as is read of a whole head elsewhere.
MOST_VALUE = 32 * 1024
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass
class Room:
    """What may still be read of this mail."""

    text: int = MOST_TEXT
    parts: int = MOST_PARTS


def head(part: Mapping[str, Any]) -> bytes:
    """The header fields of a part as lines."""
    rows = [one for one in _rows(part.get("headers")) if one.get("name")]
    return b"".join(
        f"{_line(one['name'])}: {_line(one.get('value'))}\r\n".encode("utf-8", "replace")
        for one in rows[:400]
    )


def piece(
    part: Mapping[str, Any], *, calendars: Mapping[str, bytes], room: Room, depth: int = 0
) -> Piece | None:
    """Text and invitations of a part; `calendars` are those that were fetched, by part id."""
    kind = _kind(part)
    inner = [
        found
        for one in _in_reading_order(_rows(part.get("parts")))
        if depth < MOST_DEPTH
        and (found := piece(one, calendars=calendars, room=room, depth=depth + 1))
    ]
    if kind.startswith("multipart/"):
        return Piece(kind, pieces=tuple(inner)) if inner else None
    if kind == "message/rfc822":
        within = _rows(part.get("parts"))
        return Piece(kind, head(within[0]), pieces=tuple(inner[:1])) if inner else None
    return _leaf(part, kind, calendars, room)


def invitations(part: Mapping[str, Any], *, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Part id and attachment id of invitations that have to be fetched."""
    body = part.get("body") or {}
    is_small = 0 < int(body.get("size") or 0) <= MOST_TEXT
    if _kind(part) in CALENDARS and body.get("attachmentId") and is_small:
        yield str(part.get("partId", "")), str(body["attachmentId"])
    if depth < MOST_DEPTH:
        for one in _rows(part.get("parts")):
            yield from invitations(one, depth=depth + 1)


def content(body: Mapping[str, Any]) -> bytes:
    """What Gmail sends as base64 for addresses, without its padding now and then."""
    data = str(body.get("data") or "")
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _leaf(
    part: Mapping[str, Any], kind: str, calendars: Mapping[str, bytes], room: Room
) -> Piece | None:
    is_calendar = kind in CALENDARS
    if not is_calendar and (not kind.startswith("text/") or part.get("filename")):
        return None
    held = calendars.get(str(part.get("partId", ""))) or content(part.get("body") or {})
    if not is_calendar:
        held = held[: room.text]
        room.text -= len(held)
    if not held or room.parts <= 0 or len(held) > MOST_TEXT:
        return None
    room.parts -= 1
    described = f"Content-Type: {kind}; charset={_charset(part, held)}\r\n"
    return Piece(kind, f"{described}Content-Transfer-Encoding: 8bit\r\n".encode(), held)


def _charset(part: Mapping[str, Any], held: bytes) -> str:
    """Gmail mostly hands text over as UTF-8, whatever the part says of itself."""
    # The cut may be in the middle of a letter.
    try:
        held[: max(len(held) - 3, 0)].decode()
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(held) - 7:
            return "utf-8"
    given = next(
        (str(one.get("value")) for one in _rows(part.get("headers"))
         if str(one.get("name")).lower() == "content-type"), "",
    )  # fmt: skip
    found = _CHARSET.search(given)
    return found[1] if found else "utf-8"


def _in_reading_order(parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """HTML last, so that a long one does not use up the room of the plain text."""
    return sorted(parts, key=lambda one: _kind(one) == "text/html")


def _kind(part: Mapping[str, Any]) -> str:
    found = str(part.get("mimeType") or "").lower()
    return found if re.fullmatch(r"[\w.+-]+/[\w.+-]+", found, re.ASCII) else "text/unknown"


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _line(value: Any) -> str:
    return " ".join(str(value or "")[:MOST_VALUE].splitlines())
