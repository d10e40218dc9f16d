"""Employers' names as they stand in mails: whole words, without the legal form. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from orchestrator.inbox.routes.wording import words
from orchestrator.jobs.identity import plain_employer

FILE = Path(__file__).resolve().parent / "common_words.txt"
SHORTEST = 4
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_ADDED = frozenset(
    re.findall(
        r"\w+",
        """deutschland germany uk us usa france frankreich espana spain europe europa emea dach
        austria osterreich schweiz switzerland suisse italia italy nederland netherlands ireland
        iberia careers recruiting recruitment talent hr hiring jobs team""",
    )
)


@dataclass(frozen=True)
class Name:
    """`said`: folded words with spaces around; `compact`: as in a domain, `first`: its first word
    where a domain may consist of that. A weak name is a word of everyday language or very short: in
    running text it proves nothing.
    """

    said: str
    compact: str
    first: str
    is_weak: bool


@lru_cache(maxsize=4096)
def name_of(employer: str) -> Name | None:
    """None when nothing of the name is left that could be looked for."""
    found = words(plain_employer(_BRACKETS.sub(" ", employer)[:200])).split()
    while len(found) > 1 and found[-1] in _ADDED:
        found.pop()
    compact = "".join(found)
    if len(compact) < 2:
        return None
    weak = len(compact) < SHORTEST or (len(found) == 1 and found[0] in _common())
    alone = len(found) > 1 and len(found[0]) > SHORTEST and found[0] not in _common()
    return Name(f" {' '.join(found)} ", compact, found[0] if alone else "", weak)


def mentioned(names: list[Name], said: str) -> list[Name]:
    """Those that stand in these folded words; one inside a longer name does not count for it."""
    found: list[Name] = []
    for name in sorted((one for one in names if one.said in said), key=lambda one: -len(one.said)):
        if name.said in said:
            found.append(name)
            said = said.replace(name.said, " . ")
    return found


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(words(FILE.read_text(encoding="utf-8")).split())
