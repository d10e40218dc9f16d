"""The index of employers' names: which written names may be the same employer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from orchestrator.jobs.identity import ALIKE, beginnings, employer_key, employer_words
from orchestrator.models import EmployerWord, Job

Names = Mapping[str, frozenset[str]]
NEAR = ALIKE / 100


def known_as(owner_id: UUID, jobs: Collection[Job]) -> Names:
    """Of each job's employer all names in the index that may be the same one, its own included;
    names that are new are indexed.
    """
    own: dict[str, set[str]] = defaultdict(set)
    for job in jobs:
        own[employer_key(job.employer)] |= employer_words(job.employer, job.employer_url)
    asked = {word for name, words in own.items() for word in words | _near(name)}
    by_word = _indexed(owner_id, asked)
    new = [(word, name) for name in own for word in own[name] if name not in by_word[word]]
    EmployerWord.objects.bulk_create(
        (EmployerWord(owner_id=owner_id, word=word, name=name) for word, name in sorted(new)),
        ignore_conflicts=True,
    )
    for word, name in new:
        by_word[word].add(name)
    return {name: _alike(name, words, by_word) for name, words in own.items()}


def _near(name: str) -> set[str]:
    """The words of the index under which names are that differ by a letter in ten."""
    return {word for start in beginnings(name) for word in _lengths(start, name)}


def _lengths(start: str, name: str) -> list[str]:
    shortest, longest = math.ceil(len(name) * NEAR), math.floor(len(name) / NEAR)
    return [f"{start} {length}" for length in range(shortest, longest + 1)]


def _indexed(owner_id: UUID, words: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = EmployerWord.objects.filter(owner_id=owner_id, word__in=words)
    for word, name in rows.values_list("word", "name"):
        found[word].add(name)
    return found


def _alike(name: str, words: Collection[str], by_word: Mapping[str, set[str]]) -> frozenset[str]:
    """Every name at one web address, and those that differ by a letter in ten."""
    named = sorted(
        (
            {other for word in _lengths(start, name) for other in by_word[word]}
            for start in beginnings(name)
        ),
        key=len,
    )
    # So few letters may differ that one of the rarest words is the same.
    rare = set().union(*named[: len(name) // 9 + 1])
    near = process.extract_iter(
        name, list(rare), scorer=Levenshtein.normalized_similarity, score_cutoff=NEAR
    )
    same = (by_word[word] for word in words if word.startswith("@"))
    return frozenset({name}.union(*same, (other for other, *_ in near)))
