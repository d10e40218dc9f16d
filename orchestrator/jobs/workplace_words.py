"""Phrases of remote, hybrid and on-site work in seven languages, folded, as patterns. Pure.

English, German, French, Spanish, Portuguese, Italian and Dutch; rows of tables/workplace.tsv.
"""

from __future__ import annotations

import re
from functools import lru_cache

from orchestrator.jobs.countries import FOLDER

# Fragments that other rows use, written there in angle brackets.
FRAGMENTS = ("work", "wholly")


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    text = (FOLDER / "workplace.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        group, _, body = line.partition("\t")
        found[group] = (*found.get(group, ()), body)
    return found


def words(group: str) -> tuple[str, ...]:
    return _table()[group]


@lru_cache(maxsize=64)
def body(group: str) -> str:
    """All rows of a group as one alternative."""
    joined = "|".join(words(group))
    for name in FRAGMENTS:
        if f"<{name}>" in joined:
            joined = joined.replace(f"<{name}>", body(name))
    return f"(?:{joined})"


@lru_cache(maxsize=64)
def pattern(group: str) -> re.Pattern[str]:
    """A group where a word begins and none goes on."""
    return re.compile(rf"(?<!\w){body(group)}(?!\w)")
