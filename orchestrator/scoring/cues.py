"""The words by which postings say what they ask, in seven languages; they stand in cues.tsv.

Phrases are compared folded (no case, no accents) and as whole words; `*` stands for any ending.
`must` and `nice` decide importance anywhere; `asks` marks a sentence that asks for something though
no heading says so; `practice` one that asks for having done it; `boilerplate` is what employers say
about themselves and the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from orchestrator.scoring import shipped


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[str, ...]]:
    return {group: tuple(listed.split("|")) for group, listed in shipped.rows("cues")}


@lru_cache(maxsize=1)
def headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (group.partition(":")[2], pattern(group))
        for group in phrases()
        if group.startswith("heading:")
    )


@lru_cache(maxsize=32)
def pattern(group: str) -> re.Pattern[str]:
    return re.compile(alternatives(phrases()[group]))


def alternatives(listed: Iterable[str]) -> str:
    longest_first = sorted(set(listed), key=lambda phrase: (-len(phrase), phrase))
    wanted = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in longest_first)
    return rf"(?<!\w)(?:{wanted})(?!\w)"


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Very common words; in a posting that has none of them we can read no cue."""
    return frozenset(phrases()["common"])
