"""The owner's own instructions, as far as rules can follow them (N5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.card import Wish
from orchestrator.scoring.words import Word, shortened, words

LONGEST, MOST, POINTS = 4_000, 6, 5
_LINE = re.compile(r"\s*(prefer|avoid)\s*:\s*(.+)", re.IGNORECASE)


def wishes(instructions: str, *, facts: JobFacts) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """Wishes borne out by the posting, and the lines that rules cannot use."""
    found: list[Wish] = []
    unused: list[str] = []
    for line in instructions[:LONGEST].splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            unused += [line.strip()] if line.strip() else []
            continue
        for wanted in filter(None, (part.strip(" .") for part in re.split(r"[,;]", match[2]))):
            quote = _quote(wanted, facts)
            if quote:
                plus = match[1].casefold() == "prefer"
                sign = POINTS if plus else -POINTS
                found.append(Wish(wanted, "plus" if plus else "minus", quote, sign))
    return tuple(found[:MOST]), tuple(unused)


def _quote(wanted: str, facts: JobFacts) -> str:
    wished = [word.stem for word in words(wanted)]
    for text in (facts.title, facts.employer, facts.location, facts.description):
        for line in text.split("\n"):
            at = _place(words(line), wished) if wished else None
            if at is not None:
                return shortened(line[max(0, at - 60) :], 200)
    return ""


def _place(found: Sequence[Word], wished: Sequence[str]) -> int | None:
    stems = [word.stem for word in found]
    for at in range(len(stems) - len(wished) + 1):
        if stems[at : at + len(wished)] == list(wished):
            return found[at].start
    return None
