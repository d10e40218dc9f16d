"""The mails of an mbox file, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, ClassVar

from jobops.lib.errors import Problem

FILE_BYTES, MAILS = 200 * 1024 * 1024, 20_000
# What is kept of one mail; whatever lies behind is attachments.
MAIL_BYTES = 16 * 1024 * 1024
LINE = 64 * 1024
# The line between two mails: a date, or nothing more (some programs), never a sentence.
BETWEEN = re.compile(
    rb"From (?:\s*$|.*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d\d:\d\d.*|.*\d{4}-\d\d-\d\d.*)",
    re.DOTALL,
)
QUOTED = re.compile(rb">+From ")


class MboxRefused(Problem):
    SENTENCES: ClassVar[Mapping[str, str]] = {
        "too_large": "The mailbox file is larger than 200 MiB. Nothing more of it was read.",
        "too_many": "The mailbox file holds more than 20,000 mails. Those were read.",
        "not_mbox": "This is no mailbox file. Export the folder as .mbox, or single mails as .eml.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset(SENTENCES)


def split_mbox(stream: BinaryIO) -> Iterator[bytes]:
    """The source of each mail, in the file's order. Raises MboxRefused, also after some of them."""
    kept: list[bytes] | None = None
    size = count = total = 0
    was_blank, was_whole = True, True
    while line := stream.readline(LINE):
        total += len(line)
        if total > FILE_BYTES:
            raise MboxRefused("too_large")
        if was_whole and was_blank and BETWEEN.match(line):
            if kept is not None:
                yield _joined(kept)
            count, kept, size = count + 1, [], 0
            if count > MAILS:
                raise MboxRefused("too_many")
        elif kept is None:
            if line.strip():
                raise MboxRefused("not_mbox")
        elif size < MAIL_BYTES:
            kept.append(line[1:] if was_whole and QUOTED.match(line) else line)
            size += len(line)
        was_blank, was_whole = was_whole and not line.strip(), line.endswith(b"\n")
    if kept is None:
        raise MboxRefused("not_mbox")
    yield _joined(kept)


def _joined(lines: list[bytes]) -> bytes:
    """Without the blank line that only separates it from the next."""
    if len(lines) > 1 and not lines[-1].strip():
        return b"".join(lines[:-1])
    return b"".join(lines)
