"""Whether an answer to one question answers another. A wrong yes costs more than a missed one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from tailoring.questions import topics, words
from tailoring.questions.reading import Question

LEAST = 0.6
_SAME_WORDS, _CLOSE = 0.75, 0.86
_ELSEWHERE, _PART, _TOPIC = 0.7, 0.62, 0.75


@dataclass(frozen=True)
class Alike:
    """`score` 0 to 1; `why` in words."""

    score: float
    why: str


def alike(asked: Question, saved: Question) -> Alike | None:
    """None when an answer to `saved` is none to `asked`, or nobody can tell."""
    if asked.folded == saved.folded:
        return Alike(1.0, "The same question.")
    if asked.topics and saved.topics:
        return _by_topic(asked, saved)
    closeness = _closeness(asked.stems, saved.stems)
    if asked.topics or saved.topics or closeness < _SAME_WORDS:
        return None
    return Alike(round(0.95 * closeness, 2), "Nearly the same words.")


def _by_topic(asked: Question, saved: Question) -> Alike | None:
    if not saved.topics <= asked.topics or not _same_details(asked, saved):
        return None
    about = f"about {_listed(saved.topics)}"
    if saved.topics != asked.topics:
        return Alike(_PART, f"Answers a part: {about}.") if asked.asks_several else None
    if asked.language and saved.language and asked.language != saved.language:
        return Alike(_ELSEWHERE, f"Also {about}, in another language.")
    score = _TOPIC + (0.99 - _TOPIC) * max(0.0, _closeness(asked.stems, saved.stems, strict=False))
    return Alike(round(score, 2), f"Also {about}.")


def _same_details(asked: Question, saved: Question) -> bool:
    if words.of_others(asked.stems) != words.of_others(saved.stems):
        return False
    wanted = {topics.known()[key].detail for key in saved.topics}
    if wanted & {"place", "tongue"} and asked.named != saved.named:
        return False
    return "rest" not in wanted or bool(asked.rest and asked.rest == saved.rest)


def _closeness(one: Iterable[str], other: Iterable[str], *, strict: bool = True) -> float:
    """Shared weight, 0 to 1. `strict`: a telling word that stands for another one is a no."""
    left, right = set(one), set(other)
    pairs = [(a, b) for a in left for b in right if _same(a, b)]
    only_left, only_right = left - {a for a, _ in pairs}, right - {b for _, b in pairs}
    if strict and words.weight(only_left) >= 1 and words.weight(only_right) >= 1:
        return 0.0
    shared = words.weight(left - only_left)
    if strict and (shared < 1 or (shared < 2 and only_left and only_right)):
        return 0.0
    whole = words.weight(left) + words.weight(right)
    return (shared + words.weight(right - only_right)) / whole if whole else 0.0


def _same(a: str, b: str) -> bool:
    long = min(len(a), len(b)) > 4
    return a == b or (long and Levenshtein.normalized_similarity(a, b) >= _CLOSE)


def _listed(keys: Iterable[str]) -> str:
    labels = sorted(topics.label(key) for key in keys)
    return " and ".join(labels)
