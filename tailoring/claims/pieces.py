"""A long text in pieces, each checked alone, so that no text takes long."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 400
_ENDS = (re.compile(r"[.!?](?=\s)|\n"), re.compile(r"[;,](?=\s)"), re.compile(r"\s"))


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Where each piece begins, and the piece: up to a sentence's end, else a comma, else a word."""
    start = 0
    while len(text) - start > LONGEST:
        end = _end(text, start)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _end(text: str, start: int) -> int:
    for pattern in _ENDS:
        met = [m.end() for m in pattern.finditer(text, start + 1, start + LONGEST)]
        if met and met[-1] > start + LONGEST // 4:
            return met[-1]
    return start + LONGEST
