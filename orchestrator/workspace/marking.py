"""Where the words of a search are in a text: pieces to mark, and a piece of a long text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobops.lib.text import fold

AROUND = 50
LONGEST = 40_000


@dataclass(frozen=True)
class Piece:
    text: str
    hit: bool = False


def marked(text: str, words: Sequence[str], *, inside: bool = False) -> tuple[Piece, ...]:
    """`text` in pieces; `inside`: a word of three letters may also stand within another one."""
    spans = _spans(text, words, inside=inside)
    return tuple(_cut(text, spans, first=0, last=len(text)))


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The first place in a long text where a word stands, with what is around it, on one line."""
    flat = " ".join(text[:LONGEST].split())
    spans = _spans(flat, words, inside=False)
    if not spans:
        return ()
    start = _edge(flat, max(0, spans[0][0] - AROUND), back=True)
    end = _edge(flat, min(len(flat), spans[0][1] + 2 * AROUND), back=False)
    near = [span for span in spans if start <= span[0] and span[1] <= end]
    pieces = tuple(_cut(flat, near, first=start, last=end))
    return (
        *((Piece("… "),) if start else ()), *pieces, *((Piece(" …"),) if end < len(flat) else ()),
    )  # fmt: skip


def _spans(text: str, words: Sequence[str], *, inside: bool) -> list[tuple[int, int]]:
    """Where words are, first to last, without overlaps."""
    folded, places = _folded(text)
    found = []
    for word in filter(None, map(fold, words)):
        pattern = re.escape(word) if inside and len(word) >= 3 else rf"(?<!\w){re.escape(word)}"
        hits = [match.span() for match in re.finditer(pattern, folded)]
        found += hits or (_across(folded, word) if inside else [])
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def _across(folded: str, word: str) -> list[tuple[int, int]]:
    """ "backendeng" goes across "Backend Engineer"."""
    kept = [at for at, letter in enumerate(folded) if letter.isalnum()]
    squashed = "".join(folded[at] for at in kept)
    bare = "".join(letter for letter in word if letter.isalnum())
    at = squashed.find(bare) if len(bare) >= 3 else -1
    return [(kept[at], kept[at + len(bare) - 1] + 1)] if at >= 0 else []


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each of its letters the place in `text`."""
    whole = fold(text)
    if len(whole) == len(text):
        return whole, range(len(text))
    letters = [(letter, at) for at, one in enumerate(text) for letter in fold(one)]
    return "".join(letter for letter, _ in letters), [at for _, at in letters]


def _cut(text: str, spans: Sequence[tuple[int, int]], *, first: int, last: int) -> Iterator[Piece]:
    at = first
    for start, end in spans:
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], hit=True)
        at = end
    if at < last:
        yield Piece(text[at:last])


def _edge(text: str, at: int, *, back: bool) -> int:
    """The end of a word near `at`, so that none is cut."""
    if at in (0, len(text)):
        return at
    space = text.find(" ", max(0, at - 15), at) if back else text.rfind(" ", at, at + 15)
    return at if space < 0 else space + 1 if back else space
