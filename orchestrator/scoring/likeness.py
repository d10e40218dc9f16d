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
from orchestrator.scoring.words import stems

_COMMON = frozenset(shipped.text("no weight").split("|"))
# Raw cosines lie near 0 to 0.2. The knots spread them; they were read off the distribution of
# cosines between unlike and like pairs of the public samples, not fitted to any label.
_KNOTS = ((0.0, 0.0), (0.02, 0.1), (0.05, 0.3), (0.09, 0.5), (0.14, 0.7), (0.22, 0.9), (0.4, 1.0))
_TITLE = 0.25
Vector = dict[str, float]


def likeness(facts: JobFacts, *, profile: Profile, text: str = "") -> float:
    """`text` is what of the description counts; empty means all of it."""
    body = _vector(f"{facts.title}\n{facts.skills}\n{text or facts.description}"[:60_000])
    whole = spread(cosine(body, _of_profile(profile)))
    titles = [item.title for item in profile.items if item.section == "experience"]
    titles.append(profile.headline)
    kin = max((_alike(facts.title, title) for title in titles if title), default=0.0)
    return round((1 - _TITLE) * whole + _TITLE * kin, 6)


def raw(one: str, other: str) -> float:
    return cosine(_vector(one), _vector(other))


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
def _of_profile(profile: Profile) -> Vector:
    return _vector("\n".join(_texts(profile)))


def _texts(profile: Profile) -> list[str]:
    lines = [profile.headline, profile.summary]
    for item in profile.items:
        lines += [item.title, item.organisation if item.section == "education" else "", item.text]
        lines += item.keywords
    return sorted(line for text in lines for line in text.split("\n") if line.strip())


def _alike(one: str, other: str) -> float:
    left, right = set(stems(one)) - _COMMON, set(stems(other)) - _COMMON
    return len(left & right) / len(left | right) if left and right else 0.0


def _vector(text: str) -> Vector:
    """Words and pairs of neighbouring words in one line, weighted by log count and rarity."""
    counts: Counter[str] = Counter()
    for line in text.split("\n"):
        kept = [word for word in stems(line) if word not in _COMMON and not word.isdigit()]
        counts.update(kept)
        counts.update(f"{a} {b}" for a, b in pairwise(kept))
    return _unit((key, (1 + math.log(n)) * _rarity(key)) for key, n in counts.items())


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
