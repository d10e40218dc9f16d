"""The parts of a mail that were read, put together to one again, for the one reader of mail. Pure.

What was not fetched is left out, so a whole mail is never in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Of the head that came with the whole mail: these say how its body is written.
_OF_BODY = (b"content-", b"mime-version")
_FIELD = re.compile(rb"[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")


@dataclass(frozen=True)
class Piece:
    """A part as it was sent: `head` holds its own header fields, `body` is still encoded. One with
    `pieces` is a multipart, or with `kind` message/rfc822 a mail inside of one.
    """

    kind: str
    head: bytes = b""
    body: bytes = b""
    pieces: tuple[Piece, ...] = ()


def assembled(head: bytes, piece: Piece | None) -> bytes:
    """A mail of `head` (without what described the former body) and what was read of its body."""
    kept = b"".join(field for field in fields(head) if not field.lower().startswith(_OF_BODY))
    if piece is None:
        return kept + b"\r\n"
    return kept + b"MIME-Version: 1.0\r\n" + _written(piece, depth=0)


def fields(head: bytes) -> Iterator[bytes]:
    """Header fields with their folded lines, up to the empty line."""
    for found in _FIELD.finditer(head if head.endswith(b"\n") else head + b"\r\n"):
        if not found[0].strip():
            return
        yield found[0]


def _written(piece: Piece, *, depth: int) -> bytes:
    if not piece.pieces:
        own = (field for field in fields(piece.head) if field.lower().startswith(b"content-"))
        return b"".join(own) + b"\r\n" + piece.body
    if piece.kind == "message/rfc822":
        inner = assembled(piece.head, piece.pieces[0])
        return b"Content-Type: message/rfc822\r\n\r\n" + inner
    return _joined(piece.kind, [_written(one, depth=depth + 1) for one in piece.pieces], depth)


def _joined(kind: str, parts: Sequence[bytes], depth: int) -> bytes:
    mark = _boundary(parts, depth)
    begun = b'Content-Type: %s; boundary="%s"\r\n\r\n' % (kind.encode("ascii", "replace"), mark)
    return begun + b"".join(b"--%s\r\n%s\r\n" % (mark, one) for one in parts) + b"--%s--\r\n" % mark


def _boundary(parts: Sequence[bytes], depth: int) -> bytes:
    """A line that none of the parts holds."""
    number = 0
    while any(b"=_part_%d_%d" % (depth, number) in one for one in parts):
        number += 1
    return b"=_part_%d_%d" % (depth, number)
