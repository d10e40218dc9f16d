"""A tailored text beside what the base says: which words changed, how much there is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from jobops.lib.words import say

# Scripts without spaces are compared by character.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]\s*|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*"
)
# Below this share of common words, marking each change hides the text it is about.
ALIKE = 0.3
# Fewer words alike than this, between two changes, are part of the change.
ISLAND = 3


@dataclass(frozen=True)
class Piece:
    """`gone`: only the base has it; `new`: only the tailored text."""

    text: str
    kind: Literal["", "gone", "new"] = ""


@dataclass(frozen=True)
class Count:
    """What there is, in words, and whether it is more than the limit."""

    said: str
    over: bool = False


def compared(base: str, text: str) -> tuple[Piece, ...]:
    """The base with the changes marked; unmarked when nothing is written, or all of it is new."""
    before, after = WORD.findall(base), WORD.findall(text)
    matcher = SequenceMatcher(None, stripped(before), stripped(after), autojunk=False)
    if not text.strip() or matcher.ratio() < ALIKE:
        return (Piece(base),) if base else ()
    return tuple(_pieces(matcher, before, after))


def compared_lines(base: str, text: str) -> tuple[Piece, ...]:
    """Groups of keywords: what moved is not marked, only what one side has and the other lacks."""
    if not text.strip():
        return (Piece(base),) if base else ()
    before, after = _groups(base), _groups(text)
    lines = [_line(name, words, after.get(name)) for name, words in before.items()]
    lines += [
        (Piece(f"{name}: {', '.join(words)}\n", "new"),)
        for name, words in after.items()
        if name not in before
    ]
    return tuple(piece for line in lines for piece in line)


def _groups(text: str) -> dict[str, list[str]]:
    parts = (line.partition(":") for line in text.splitlines() if line.strip())
    return {
        name.strip(): [word.strip() for word in rest.split(",") if word.strip()]
        for name, _, rest in parts
    }


def _line(name: str, words: list[str], now: list[str] | None) -> tuple[Piece, ...]:
    if now is None:
        return (Piece(f"{name}: {', '.join(words)}\n", "gone"),)
    kept = ", ".join(word for word in words if word in now)
    gone = ", ".join(word for word in words if word not in now)
    new = ", ".join(word for word in now if word not in words)
    pieces = (Piece(f"{name}: {kept} "), Piece(gone, "gone"), Piece(" "), Piece(new, "new"))
    return (*(piece for piece in pieces if piece.text), Piece("\n"))


def _pieces(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[Piece]:
    """A word or two alike inside a change belong to it; else a sentence becomes a zebra."""
    gone, new = "", ""
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        inside = start > 0 and end < len(before)
        if tag != "equal" or (inside and end - start < ISLAND):
            gone += "".join(before[start:end])
            new += "".join(after[new_start:new_end])
            continue
        yield from _change(gone, new)
        gone, new = "", ""
        yield Piece("".join(before[start:end]))
    yield from _change(gone, new)


def _change(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece(gone, "gone")
    if new:
        yield Piece(new if new.endswith(" ") else f"{new} ", "new")


def stripped(words: list[str]) -> list[str]:
    return [word.strip() for word in words]


def words(text: str, *, limit: int) -> Count:
    count = len(text.split())
    if not count:
        return Count(say("At most {limit} words.", limit=limit) if limit else "")
    said = say("{count} word", count=count) if count == 1 else say("{count} words", count=count)
    return Count(
        say("{said} of {limit}", said=said, limit=limit) if limit else said,
        over=bool(limit) and count > limit,
    )


def keywords(lines: str, *, limit: int) -> Count:
    """Groups, keywords, and the longest group where that is over the limit."""
    sizes = [
        len([word for word in line.partition(":")[2].split(",") if word.strip()])
        for line in lines.splitlines()
        if line.strip()
    ]
    if not sizes:
        return Count(say("At most {limit} keywords in a group.", limit=limit))
    groups = "1 group" if len(sizes) == 1 else say("{sizes} groups", sizes=len(sizes))
    if max(sizes) > limit:
        return Count(
            say(
                "{groups}; one has {max} keywords, {limit} is your limit",
                groups=groups,
                max=max(sizes),
                limit=limit,
            ),
            over=True,
        )
    return Count(say("{groups}, {sum} keywords", groups=groups, sum=sum(sizes)))
