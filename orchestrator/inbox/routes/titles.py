"""Job titles as they stand in mails, and which of several a mail means. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from orchestrator.inbox.routes.wording import words
from orchestrator.jobs.guards import LEVELS, ROMAN, guards
from orchestrator.jobs.identity import plain_title

ALIKE = 90.0
# How far into a mail an inexact title is looked for, and for how many jobs.
LOOKED, ASKED, SHORTEST = 2_000, 12, 8
_GENDER_LEFT = re.compile(r" (?:[mwfdxi] ){2,4}")
_TOLD_BY = frozenset(LEVELS) | frozenset(ROMAN) | frozenset("0123456789")


@dataclass(frozen=True)
class Title:
    """`said`: folded words with spaces around; `marks`: level, number, language and the like, which
    two titles must share to be one.
    """

    said: str
    marks: frozenset[str]


@lru_cache(maxsize=8192)
def title_of(title: str) -> Title | None:
    said = plain(words(plain_title(title[:200])))
    return Title(said, _marks(said)) if said.strip() else None


def plain(said: str) -> str:
    """Folded words without the letters that German titles end in."""
    return _GENDER_LEFT.sub(" ", said)


def exact(titles: Sequence[Title], said: str) -> list[Title]:
    """Those whose words stand there, with the same marks around. A title inside a longer one of
    the same mail does not count for it.
    """
    found: list[Title] = []
    for title in sorted(
        {one for one in titles if one.said in said}, key=lambda one: -len(one.said)
    ):
        if title.said in said and _stands(title, said):
            found.append(title)
            said = said.replace(title.said, " . ")
    return found


def alike(titles: Sequence[Title], said: str) -> list[Title]:
    """Those that stand there nearly; only where none stands exactly."""
    text = said[:LOOKED]
    return [
        title for title in titles[:ASKED] if len(title.said) >= SHORTEST and _is_near(title, text)
    ]


def _is_near(title: Title, text: str) -> bool:
    place = fuzz.partial_ratio_alignment(title.said, text, score_cutoff=ALIKE)
    return (
        place is not None and _marks(_whole(text, place.dest_start, place.dest_end)) == title.marks
    )


def _stands(title: Title, said: str) -> bool:
    """Once at least without a level or a number beside it that the title does not have."""
    start = said.find(title.said)
    for _ in range(8):
        if start < 0:
            return False
        if _marks(_whole(said, start + 1, start + len(title.said) - 1)) == title.marks:
            return True
        start = said.find(title.said, start + 1)
    return False


def _whole(said: str, start: int, end: int) -> str:
    """The words in this range, and the one before or after if it tells titles apart."""
    left, right = said.rfind(" ", 0, start + 1) + 1, said.find(" ", max(end - 1, 0))
    here = said[left : right if right >= 0 else None].strip()
    before = said[max(0, left - 40) : left].split()[-1:]
    after = said[right : right + 40].split()[:1] if right >= 0 else []
    return " ".join([*_telling(before), here, *_telling(after)])


def _telling(beside: list[str]) -> list[str]:
    return [word for word in beside if word in _TOLD_BY and word not in ("i", "v")]


@lru_cache(maxsize=8192)
def _marks(said: str) -> frozenset[str]:
    return frozenset(map(str, guards(said)))
