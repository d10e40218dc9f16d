"""Lists of words by which mails are told apart, from vocabulary.toml. Pure."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from orchestrator.inbox.phrase_patterns import Pattern, compile_pattern

FILE = Path(__file__).resolve().parent / "vocabulary.toml"
# As many of a list as anybody asks about.
ENOUGH, BEGINNING = 6, 6


def found(kind: str, said: str) -> list[str]:
    """The different words of a list that stand in these folded words, at most six; forms of one
    word are one.
    """
    hits: dict[str, str] = {}
    for pattern in _patterns(kind):
        if pattern.anchors and not any(f" {word} " in said for word in pattern.anchors):
            continue
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
def _patterns(kind: str) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(source) for source in _lists()[kind])


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    with FILE.open("rb") as file:
        return tomllib.load(file)
