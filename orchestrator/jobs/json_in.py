"""JSON arrays and JSON Lines, one entry at a time: a large file needs little memory. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

BLOCK = 1 << 16
# No posting is longer; an entry beyond this is a file that never closes its bracket.
ENTRY_LIMIT = 8_000_000


@dataclass(frozen=True)
class Unread:
    """In the place of an entry that could not be read; an entry may itself be a text."""

    reason: str


BROKEN = Unread("The file is not valid JSON from here on; what came before was read.")
BAD_LINE = Unread("The line is not valid JSON.")


def entries(text: TextIO) -> Iterator[tuple[int, Any]]:
    """Each entry of one array with its number; an Unread in its place ends the reading."""
    decode = json.JSONDecoder().raw_decode
    buffer = text.read(BLOCK).lstrip()[1:]
    number, ended = 0, False
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        try:
            entry, end = decode(buffer)
            # A number at the end of a block may go on in the next one.
            complete = ended or end < len(buffer)
        except (ValueError, RecursionError):
            complete = False
        if complete:
            number, buffer = number + 1, buffer[end:]
            yield number, entry
            continue
        block = text.read(max(BLOCK, len(buffer)))
        if ended or len(buffer) > ENTRY_LIMIT:
            yield number + 1, BROKEN
            return
        buffer, ended = buffer + block, not block


def lines(text: TextIO) -> Iterator[tuple[int, Any]]:
    """Each line's value with its number, or an Unread in its place."""
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, BAD_LINE
