"""How alike a posting and a profile read, 0 to 1, by their words alone (rule K3)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from orchestrator.scoring import shipped
from orchestrator.scoring.brief import JobFacts, Profile
from orchestrator.scoring.lexicon import find
from orchestrator.scoring.roles import kinship
from orchestrator.scoring.words import stems

_COMMON = frozenset(shipped.text("no weight").split("|"))
# Raw cosines lie near 0 to 0.25. The knots spread them: a random pair of the public samples has
# 0.015 at the median and 0.09 at the 95th percentile, one of the same trade 0.1 to 0.25.
_KNOTS = ((0.0, 0.0), (0.015, 0.1), (0.05, 0.3), (0.09, 0.5), (0.14, 0.7), (0.22, 0.9), (0.35, 1.0))
_TERMS, _TITLE = 0.4, 0.3
_LONGEST = 60_000
Vector = dict[str, float]


def likeness(facts: JobFacts, *, profile: Profile) -> float:
    body = f"{facts.title}\n{facts.skills}\n{facts.description}"[:_LONGEST]
    own = _of_profile(profile)
    words, terms = cosine(_words(body), own[0]), cosine(_terms(body), own[1])
    titles = [item.title for item in profile.items if item.section == "experience"]
    kin = kinship(facts.title, held=titles or [profile.headline])
    whole = spread((1 - _TERMS) * words + _TERMS * terms)
    return round((1 - _TITLE) * whole + _TITLE * kin, 6)


def raw(one: str, other: str) -> float:
    return cosine(_words(one), _words(other))


def spread(value: float) -> float:
    """The monotone table between a raw cosine and 0 to 1, straight between its knots."""
    at = bisect_right([knot for knot, _ in _KNOTS], value)
    if at == len(_KNOTS):
        return 1.0
    (left, low), (right, high) = _KNOTS[at - 1], _KNOTS[at]
    return low + (high - low) * (value - left) / (right - left)


def cosine(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    # fsum does not depend on the order of its terms, so neither does the number.
    return math.fsum(weight * other[key] for key, weight in one.items() if key in other)


@lru_cache(maxsize=16)
def _of_profile(profile: Profile) -> tuple[Vector, Vector]:
    text = "\n".join(_texts(profile))
    return _words(text), _terms(text)


def _texts(profile: Profile) -> list[str]:
    lines = [profile.headline, profile.summary]
    for item in profile.items:
        lines += [item.title, item.organisation if item.section == "education" else "", item.text]
        lines += item.keywords
    return sorted(line for text in lines for line in text.split("\n") if line.strip())


def _words(text: str) -> Vector:
    """Words and pairs of neighbouring words in one line, weighted by log count and rarity."""
    counts: Counter[str] = Counter()
    for line in text.split("\n"):
        kept = [word for word in stems(line) if word not in _COMMON and not word.isdigit()]
        counts.update(kept)
        counts.update(f"{a} {b}" for a, b in pairwise(kept))
    return _unit((key, (1 + math.log(n)) * _rarity(key)) for key, n in counts.items())


def _terms(text: str) -> Vector:
    """What the lexicon knows of a text; soft skills are in every posting and tell nothing."""
    counts = Counter(hit.term.label for hit in find(text) if hit.term.kind in "ltmdc")
    return _unit((label, 1 + math.log(n)) for label, n in counts.items())


def _unit(weights: Iterable[tuple[str, float]]) -> Vector:
    vector = dict(weights)
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
    return {key: weight / length for key, weight in vector.items()} if length else {}


def _rarity(key: str) -> float:
    table, unseen = _idf()
    first, _, second = key.partition(" ")
    if second:
        return 0.5 * (table.get(first, unseen) + table.get(second, unseen))
    return table.get(first, unseen)


@lru_cache(maxsize=1)
def _idf() -> tuple[dict[str, float], float]:
    (total,), *counted = shipped.rows("idf")
    every = int(total) + 1
    table = {word: math.log(every / (int(count) + 1)) + 1 for word, count in counted}
    return table, math.log(every) + 1
