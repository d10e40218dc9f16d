"""What questions of applications are about, told by their words in four languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tailoring.questions.rows import rows


@dataclass(frozen=True)
class Topic:
    """`wish`: an answer states no facts of a résumé. `private`: only the person's own words may be
    offered again. `detail`: what else two questions must share: place, tongue, rest or nothing.
    """

    key: str
    label: str
    wish: bool
    private: bool
    detail: str


@dataclass(frozen=True)
class Found:
    """`rest` is the text without the words that told the topics."""

    topics: frozenset[str]
    rest: str


@lru_cache(maxsize=1)
def known() -> Mapping[str, Topic]:
    found = {}
    for key, label, said in rows("topics"):
        flags = set(said.split())
        detail = next(iter(flags & {"place", "tongue", "rest"}), "")
        found[key] = Topic(key, label, "wish" in flags, "private" in flags, detail)
    return found


@lru_cache(maxsize=1)
def _cues() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, tuple[re.Pattern[str], ...]] = {}
    for key, _, pattern in rows("cues"):
        found[key] = (*found.get(key, ()), re.compile(rf"(?:{pattern})\w*"))
    return found


def find(folded: str) -> Found:
    topics, rest = set[str](), folded
    for key in known():
        spans = [one.search(folded) for one in _cues()[key]]
        if not any(spans) or any(one.search(folded) for one in _cues().get(f"!{key}", ())):
            continue
        topics.add(key)
        for span in filter(None, spans):
            rest = rest.replace(span[0], " ", 1)
    return Found(frozenset(topics), rest)


def label(key: str) -> str:
    return known()[key].label if key in known() else ""


def is_private(key: str) -> bool:
    return key in known() and known()[key].private


def is_wish(key: str) -> bool:
    return key in known() and known()[key].wish
