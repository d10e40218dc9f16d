"""All that is sent within one number of characters: what gives way first when it is too much."""

from __future__ import annotations

from collections.abc import Sequence

from tailoring.ghostwriter import turns
from tailoring.ghostwriter.blocks import Block
from tailoring.ghostwriter.turns import History, Turn

# After the history. The job's entry, the instructions and the message itself are never cut.
GIVES_WAY = ("document", "mail", "note", "posting", "tailoring", "profile")
_MARKER = f"DATA-{'0' * 32}"
_BETWEEN = len("\n\n")


def fitted(
    blocks: Sequence[Block], history: History, *, room: int
) -> tuple[tuple[Block, ...], tuple[Turn, ...]]:
    """`room`: the characters left when all that is never cut is counted."""
    kept = list(blocks)
    over = sum(map(cost, kept)) - room
    if over <= 0:
        return tuple(kept), turns.fitting(history, room=-over)
    for kind in GIVES_WAY:
        for at in reversed(range(len(kept))):
            if kept[at].kind == kind and over > 0:
                before = cost(kept[at])
                kept[at] = kept[at].cut(max(0, kept[at].sent - over))
                over -= before - cost(kept[at])
    return tuple(kept), ()


def cost(block: Block) -> int:
    """Characters of a block with its fence; one that was cut to nothing is not sent at all."""
    return len(block.fenced(_MARKER)) + _BETWEEN if block.text or block.note else 0
