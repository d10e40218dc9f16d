"""What a proposed change does to a text, word by word, with the doubtful claims marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from orchestrator.workspace.wording import ISLAND, WORD

# Start and end of a stretch.
Span = tuple[int, int]


@dataclass(frozen=True)
class Run:
    """A stretch of text. `state`: of the claim it belongs to, unsupported or asserted."""

    text: str
    kind: Literal["", "gone", "new"] = ""
    state: str = ""


@dataclass(frozen=True)
class Compared:
    """The same change twice: as two texts beside each other, and as one."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]
    inline: tuple[Run, ...]


@dataclass(frozen=True)
class _Step:
    same: bool
    gone: Span
    new: Span


def compared(
    before: str, after: str, *, claims: Sequence[tuple[int, int, str]] = (), lines: bool = False
) -> Compared:
    """`claims`: start, end and state of stretches of `after`. `lines`: compared by whole lines."""
    old: list[Run] = []
    new: list[Run] = []
    inline: list[Run] = []
    for step in _steps(before, after, lines=lines):
        gone = Run(before[slice(*step.gone)], "" if step.same else "gone")
        came = list(_marked(after, step, claims))
        old += [gone] if gone.text else []
        new += came
        inline += [*([gone] if gone.text and not step.same else []), *came]
    return Compared(tuple(old), tuple(new), tuple(inline))


def reordered(before: str, after: str) -> Compared:
    """The same lines in another order: those that moved are marked where they are now."""
    old, new = _listed(before), _listed(after)
    moved = compared(old, new, lines=True).after
    return Compared((Run(old),), moved, moved)


def _listed(text: str) -> str:
    return "\n".join(f"• {line}" for line in text.splitlines())


def _marked(after: str, step: _Step, claims: Sequence[tuple[int, int, str]]) -> Iterator[Run]:
    """The new side of one step, cut where a claim begins or ends."""
    start, end = step.new
    cuts = {start, end, *(at for one in claims for at in one[:2] if start < at < end)}
    for left, right in pairwise(sorted(cuts)):
        state = next((word for a, b, word in claims if a <= left and right <= b), "")
        yield Run(after[left:right], "" if step.same else "new", state)


def _steps(before: str, after: str, *, lines: bool) -> Iterator[_Step]:
    old, new = _tokens(before, lines=lines), _tokens(after, lines=lines)
    matcher = SequenceMatcher(
        None, [before[a:b].strip() for a, b in old], [after[a:b].strip() for a, b in new], False
    )
    held: list[_Step] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        step = _Step(tag == "equal", _reach(old, a, b), _reach(new, c, d))
        # A word or two alike inside a change belong to it.
        inside = a > 0 and b < len(old)
        island = not lines and inside and b - a < ISLAND
        if step.same and not island:
            yield from _joined(held)
            yield step
            held = []
        else:
            held.append(step)
    yield from _joined(held)


def _joined(held: Sequence[_Step]) -> Iterator[_Step]:
    if held:
        gone = (held[0].gone[0], held[-1].gone[1])
        yield _Step(False, gone, (held[0].new[0], held[-1].new[1]))


def _tokens(text: str, *, lines: bool) -> list[Span]:
    """Words with the space after them, or whole lines."""
    if not lines:
        return [found.span() for found in WORD.finditer(text)]
    ends, at = [], 0
    for line in text.splitlines(keepends=True):
        ends.append((at, at + len(line)))
        at += len(line)
    return ends


def _reach(tokens: Sequence[Span], first: int, last: int) -> Span:
    """From the first to the last of some tokens; an empty reach lies where it would begin."""
    if first < last:
        return tokens[first][0], tokens[last - 1][1]
    at = tokens[first][0] if first < len(tokens) else tokens[-1][1] if tokens else 0
    return at, at
