"""Which parts of a mail are read, by the description a server gives of it. Pure.

The description is nested as the mail is: parts have numbers such as 1.2, and a mail inside a mail
counts on below its own number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from orchestrator.inbox.boxes.mailbox import MOST_TEXT
from orchestrator.inbox.mails.assembling import Piece

# Invitations also come as files.
CALENDARS = frozenset({"text/calendar", "application/ics"})
MOST_PARTS = 12
MOST_DEPTH = 8


@dataclass(frozen=True)
class Part:
    """A leaf has a `number` and a `size` to read; other parts have `parts`."""

    kind: str
    number: str
    size: int = 0
    parts: tuple[Part, ...] = ()


def tree(said: Any, number: str = "", *, depth: int = 0) -> Part | None:
    """The parts that hold text or invitations, None when there are none. Raises ValueError,
    TypeError or IndexError when this describes no mail.
    """
    if depth > MOST_DEPTH:
        return None
    if isinstance(said[0], list):
        return _several(said, number, depth=depth)
    kind = f"{_word(said[0])}/{_word(said[1])}"
    if kind == "message/rfc822" and len(said) > 8:
        inner = tree(said[8], number if isinstance(said[8][0], list) else f"{number}.1",
                     depth=depth + 1)  # fmt: skip
        return Part(kind, number, parts=(inner,)) if inner else None
    if not _is_read(kind, said):
        return None
    return Part(kind, number or "1", size=int(said[6]))


def budgeted(root: Part) -> dict[str, int]:
    """How many bytes of which part: first what is plain, then invitations, then HTML."""
    left = {True: MOST_TEXT, False: MOST_TEXT}
    wanted: dict[str, int] = {}
    for part in sorted(leaves(root), key=_rank)[:MOST_PARTS]:
        is_calendar = part.kind in CALENDARS
        size = min(part.size, left[is_calendar])
        # An invitation that was cut would say something else.
        if size and not (is_calendar and size < part.size):
            left[is_calendar] -= size
            wanted[part.number] = size
    return wanted


def leaves(part: Part) -> Iterator[Part]:
    if not part.parts:
        yield part
    for one in part.parts:
        yield from leaves(one)


def envelopes(part: Part) -> Iterator[Part]:
    """Mails inside this one."""
    if part.kind == "message/rfc822":
        yield part
    for one in part.parts:
        yield from envelopes(one)


def piece(part: Part, heads: dict[str, bytes], bodies: dict[str, bytes]) -> Piece | None:
    """The part with what was read of it."""
    if part.parts:
        inner = tuple(found for one in part.parts if (found := piece(one, heads, bodies)))
        return Piece(part.kind, heads.get(part.number, b""), pieces=inner) if inner else None
    if part.number not in bodies:
        return None
    return Piece(part.kind, heads.get(part.number, b""), bodies[part.number])


def _several(said: Sequence[Any], number: str, *, depth: int) -> Part | None:
    before = f"{number}." if number else ""
    found = [
        tree(one, f"{before}{place}", depth=depth + 1) for place, one in enumerate(said[0], start=1)
    ]
    kept = tuple(one for one in found if one)
    return Part(f"multipart/{_word(said[1])}", number, parts=kept) if kept else None


def _is_read(kind: str, said: Sequence[Any]) -> bool:
    if kind in CALENDARS:
        return True
    return kind.startswith("text/") and not _is_attached(said)


def _is_attached(said: Sequence[Any]) -> bool:
    """Text that was attached as a file is not what was written."""
    return any(isinstance(one, tuple) and one and _word(one[0]) == "attachment" for one in said[8:])


def _rank(part: Part) -> int:
    order = {"text/plain": 0, "text/calendar": 1, "application/ics": 1, "text/html": 2}
    return order.get(part.kind, 3)


def _word(value: Any) -> str:
    if not isinstance(value, bytes):
        raise ValueError("not a word")
    return value.decode("ascii", "replace").lower()
