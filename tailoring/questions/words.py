"""The words of a question that tell what it is about, folded and without endings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from tailoring.questions.rows import rows

LIGHT = 0.3
_WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")
_ENDING = re.compile(r"(?:ungen|ung|ings?|ed|ies|es|en|er|s|e|n|y)$")
_LEAST = 4


@lru_cache(maxsize=1)
def _listed() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in rows("words")}


def _small() -> dict[str, frozenset[str]]:
    return {name: words for name, words in _listed().items() if len(name) == 2}


@lru_cache(maxsize=2)
def _stems(listed: str) -> frozenset[str]:
    return frozenset(map(stem, _listed()[listed]))


def language(folded: str) -> str:
    """en, de, fr or es by its small words; empty when they do not tell."""
    said = _WORD.findall(folded)
    votes = Counter({code: sum(w in known for w in said) for code, known in _small().items()})
    (best, most), (_, next_most) = votes.most_common(2)
    return best if most > next_most else ""


def telling(folded: str, *, language: str) -> list[str]:
    """Stems in order, small words left out; those of all four when the language is unknown."""
    known = _small()
    small = known.get(language) or frozenset[str]().union(*known.values())
    return [stem(word) for word in _WORD.findall(folded) if word not in small]


def stem(word: str) -> str:
    for _ in range(2):  # "customers" and "customer" end alike
        short = _ENDING.sub("", word)
        word = short if len(short) >= _LEAST else word
    return word


def is_light(stemmed: str) -> bool:
    """Said in questions about anything."""
    return stemmed in _stems("light")


def of_others(stems: Iterable[str]) -> frozenset[str]:
    """Whom or what else than the person a question is about: customers, products."""
    return _stems("others").intersection(stems)


def weight(stems: Iterable[str]) -> float:
    return sum(LIGHT if is_light(one) else 1.0 for one in stems)
