"""Lists of words by which mails are told apart, from vocabulary.toml. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from orchestrator.inbox.routes.phrase_patterns import Pattern, compile_pattern

FILE = Path(__file__).resolve().parent / "vocabulary.toml"
# As many of a list as anybody asks about.
ENOUGH, BEGINNING = 6, 6


@dataclass(frozen=True)
class Listed:
    """Patterns by the words they cannot do without; `loose` finds whether any of the others may."""

    by_word: Mapping[str, Sequence[Pattern]]
    beginnings: Sequence[Pattern]
    loose: re.Pattern[str]


def found(kind: str, said: str) -> list[str]:
    """The different words of a list that stand in these folded words, at most six; forms of one
    word are one.
    """
    listed = _listed(kind)
    maybe: dict[Pattern, None] = {}
    for word in dict.fromkeys(said.split()):
        maybe.update(dict.fromkeys(listed.by_word.get(word, ())))
    if listed.loose.search(said):
        maybe.update(dict.fromkeys(listed.beginnings))
    hits: dict[str, str] = {}
    for pattern in maybe:
        match = pattern.search(said)
        if match:
            hits.setdefault(match[0][:BEGINNING], match[0].strip())
        if len(hits) >= ENOUGH:
            break
    return list(hits.values())


@lru_cache(maxsize=1)
def recruiting_senders() -> frozenset[str]:
    return frozenset(_lists()["senders"])


@lru_cache(maxsize=16)
def _listed(kind: str) -> Listed:
    by_word: dict[str, list[Pattern]] = {}
    beginnings: list[Pattern] = []
    for pattern in map(compile_pattern, _lists()[kind]):
        for word in pattern.anchors:
            by_word.setdefault(word, []).append(pattern)
        if not pattern.anchors:
            beginnings.append(pattern)
    loose = "|".join(f"(?:{one.expression})" for one in beginnings) or r"(?!)"
    return Listed(by_word, beginnings, re.compile(loose))


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    with FILE.open("rb") as file:
        return tomllib.load(file)
