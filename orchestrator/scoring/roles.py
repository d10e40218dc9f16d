"""Job titles: which kind of work, how near to another, how senior."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.scoring import shipped
from orchestrator.scoring.posting import fold
from orchestrator.scoring.words import stems

# Kinds that say little; they count only when nothing more exact fits, the first that fits.
GENERIC = ("software", "analysis", "consulting", "engineering", "management")
_AFTER_HEAD = re.compile(r",| [-–—|] | ?[(\[|/–—]|(?<=\w)- ")

STEPS = ("intern", "junior", "mid", "senior", "lead", "head", "director")


@dataclass(frozen=True)
class _Table:
    """roles.tsv: kinds of work by the words of their titles, which are near to or the same as
    which, and the words of seniority."""

    kinds: dict[str, re.Pattern[str]]
    near: frozenset[frozenset[str]]
    same: frozenset[frozenset[str]]
    levels: tuple[tuple[int, re.Pattern[str]], ...]
    plain: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    lines = shipped.rows("roles")
    chosen = {kind: [line[1:] for line in lines if line[0] == kind] for kind, *_ in lines}
    return _Table(
        kinds={name: _starting(body) for name, body in chosen["kind"]},
        near=frozenset(map(frozenset, chosen["near"])),
        same=frozenset(map(frozenset, chosen["same"])),
        levels=tuple((int(step), _starting(body)) for step, body in chosen["level"]),
        plain=frozenset(chosen["plain"][0][1].split("|")),
    )


def _starting(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{body})")


@lru_cache(maxsize=2048)
def kinds(title: str) -> frozenset[str]:
    """What stands behind a comma or dash is a team or place, unless the head says too little."""
    folded = fold(title)
    head = _exact(_AFTER_HEAD.split(folded, maxsplit=1)[0])
    exact = head or _exact(folded)
    if exact:
        return exact
    generic = (kind for kind in GENERIC if _table().kinds[kind].search(folded))
    return frozenset(itertools.islice(generic, 1))


def _exact(folded: str) -> frozenset[str]:
    return frozenset(
        kind
        for kind, pattern in _table().kinds.items()
        if kind not in GENERIC and pattern.search(folded)
    )


def kinship(title: str, *, held: Iterable[str]) -> float:
    """1 the same kind of work, 0.5 a neighbouring one, 0 another; the best over the held titles."""
    return max((_kin(title, other) for other in held if other.strip()), default=0.0)


@lru_cache(maxsize=4096)
def _kin(one: str, other: str) -> float:
    left, right = kinds(one), kinds(other)
    if not left or not right:
        return _by_words(one, other)
    if left & right or any(frozenset({a, b}) in _table().same for a in left for b in right):
        # A second, foreign kind ("machine learning infrastructure") makes it a neighbour.
        return 1.0 if _covered(left, right) else 0.5
    near = any(frozenset({a, b}) in _table().near for a in left for b in right)
    return 0.5 if near else 0.0


def _covered(wanted: frozenset[str], held: frozenset[str]) -> bool:
    return all(
        a in held
        or any(
            frozenset({a, b}) in _table().same or frozenset({a, b}) in _table().near for b in held
        )
        for a in wanted
    )


def _by_words(one: str, other: str) -> float:
    left = {s for s in stems(one) if s not in _table().plain}
    right = {s for s in stems(other) if s not in _table().plain}
    if not left or not right:
        return 0.0
    share = len(left & right) / min(len(left), len(right))
    return 1.0 if share > 0.5 else 0.5 if share > 0 else 0.0


@lru_cache(maxsize=2048)
def seniority(title: str) -> int | None:
    """The step of STEPS that a title names, None when it names none."""
    folded = fold(title)
    return next((step for step, pattern in _table().levels if pattern.search(folded)), None)


def by_years(years: float) -> int:
    return 1 if years < 1 else 2 if years < 5 else 3


def wanted_by_years(years: int) -> int:
    return 1 if years <= 1 else 2 if years < 5 else 3 if years < 9 else 4
