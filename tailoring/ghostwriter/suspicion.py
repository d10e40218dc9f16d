"""What was sent along that speaks to a model instead of a reader. It warns and never blocks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from jobops.lib import prompts
from orchestrator.scoring import addressed
from tailoring.ghostwriter.blocks import Block

OURS = frozenset({"tailoring", "profile", "history"})


@lru_cache(maxsize=256)
def found(text: str) -> tuple[str, ...]:
    """The sentences of a text as a reader sees it, each once."""
    return addressed.found(prompts.clean_untrusted(text))


def within(blocks: Iterable[Block]) -> tuple[tuple[str, str], ...]:
    """Heading and sentence, of what strangers may have written."""
    foreign = (block for block in blocks if block.kind not in OURS)
    return tuple((block.heading, line) for block in foreign for line in found(block.text))
