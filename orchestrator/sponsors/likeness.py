"""How sure it is that an employer in an advert is one in a register. Pure.

100 is for equal plain names alone. Words that many names hold say little, a word alone that
several employers share says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from orchestrator.sponsors import names

EQUAL, PLACED, SPACED, PARTLY = 100.0, 97.0, 95.0, 90.0
# From here on it is the same employer; from the lower one on it may be.
CONFIRMED, POSSIBLE = 95.0, 60.0
# Of so many names with one word none can be meant by the word alone.
SHARED_BY = 12
# A word of so many names is no way to find one.
COMMON_AT = 250
SHORTEST = 3
MOST = 5
OF_ADVERT, OF_REGISTER = 0.6, 0.4
GENERIC = frozenset(
    re.findall(
        r"\w+",
        """group holding holdings services service solutions systems technology technologies tech
        software digital consulting consultancy consultants global international worldwide bank
        capital partners management care health media labs lab studio studios ventures industries
        engineering energy retail trading the and of for in de van der von la le het""",
    )
)
SAYS_LITTLE, SAYS_WHERE = 0.25, 0.1


@dataclass(frozen=True)
class Match:
    """`id`: of the sponsor."""

    id: int
    name: str
    score: float


@dataclass(frozen=True)
class Candidate:
    """A sponsor that shares a word or the whole name; `keys` as names.keys gives them."""

    id: int
    name: str
    keys: tuple[str, ...]


def rare(plain: str, common: Collection[str]) -> tuple[str, ...]:
    """The words of a name by which it can be found, each once."""
    words = dict.fromkeys(plain.split())
    return tuple(word for word in words if _is_rare(word, common))


def best(
    employer: Sequence[str],
    candidates: Iterable[Candidate],
    *,
    common: Collection[str],
    holders: Mapping[str, int],
) -> tuple[Match, ...]:
    """At most five, the surest first, each name once. `holders`: word → how many names have it."""
    found: dict[str, Match] = {}
    for one in candidates:
        pairs = ((mine, theirs) for mine in employer for theirs in one.keys)
        score = max(
            (likeness(mine, theirs, common=common, holders=holders) for mine, theirs in pairs),
            default=0.0,
        )
        known = found.get(one.name)
        if score >= POSSIBLE and (known is None or known.score < score):
            found[one.name] = Match(one.id, one.name, score)
    ordered = sorted(found.values(), key=lambda match: (-match.score, len(match.name), match.name))
    return tuple(ordered[:MOST])


def likeness(
    mine: str, theirs: str, *, common: Collection[str], holders: Mapping[str, int]
) -> float:
    """0 to 100 for two plain names."""
    if mine == theirs:
        return EQUAL
    if names.compact(mine) == names.compact(theirs):
        return SPACED if _may_stand_alone(mine) else 0.0
    if _differ_by_place(mine, theirs, common=common, holders=holders):
        return PLACED
    return _overlap(mine.split(), theirs.split(), common=common, holders=holders)


def _differ_by_place(
    mine: str, theirs: str, *, common: Collection[str], holders: Mapping[str, int]
) -> bool:
    here, there = names.home(mine), names.home(theirs)
    if names.compact(here) != names.compact(there):
        return False
    words = here.split()
    # “Delta UK” is one of dozens that begin so; “Amplitude UK” is not.
    return len(words) > 1 or (_is_own(words[0], common) and holders.get(words[0], 0) <= SHARED_BY)


def _overlap(
    mine: Sequence[str],
    theirs: Sequence[str],
    *,
    common: Collection[str],
    holders: Mapping[str, int],
) -> float:
    both = set(mine) & set(theirs)
    telling = [word for word in both if _is_rare(word, common)]
    if not telling:
        return 0.0
    if len(telling) == 1:
        word = telling[0]
        leads = _first(mine) == word == _first(theirs)
        if not leads or holders.get(word, 0) > SHARED_BY or word in names.TERRITORY:
            return 0.0
    shared = sum(_weight(word, common) for word in both)
    of_mine = shared / sum(_weight(word, common) for word in set(mine))
    of_theirs = shared / sum(_weight(word, common) for word in set(theirs))
    return round(PARTLY * (OF_ADVERT * of_mine + OF_REGISTER * of_theirs), 1)


def _first(words: Sequence[str]) -> str:
    return words[1] if len(words) > 1 and words[0] == "the" else words[0]


def _weight(word: str, common: Collection[str]) -> float:
    if word in names.TERRITORY:
        return SAYS_WHERE
    return 1.0 if _is_own(word, common) else SAYS_LITTLE


def _is_own(word: str, common: Collection[str]) -> bool:
    return word not in GENERIC and word not in common and word not in names.LEGAL


def _is_rare(word: str, common: Collection[str]) -> bool:
    return len(word) >= SHORTEST and _is_own(word, common) and word not in names.TERRITORY


def _may_stand_alone(plain: str) -> bool:
    return len(names.compact(plain)) > SHORTEST
