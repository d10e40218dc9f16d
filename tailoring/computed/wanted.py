"""What a posting wants, as far as the words of a résumé can answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.scoring import patterns
from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import extract
from orchestrator.scoring.lexicon import Hit, find, lexicon
from orchestrator.scoring.number import mass
from orchestrator.scoring.posting import fold
from orchestrator.scoring.posting import read as read_posting

_SAID = frozenset({"skill", "experience", "language"})


@dataclass(frozen=True)
class Wanted:
    """`rows` are the skills, each with its mass, `worth` the mass of each single term; `said` are
    all requirements that words on a page can answer.
    """

    rows: tuple[Row, ...]
    said: tuple[Row, ...]
    worth: dict[str, int]

    def covered(self, labels: frozenset[str]) -> frozenset[int]:
        return frozenset(at for at, row in enumerate(self.rows) if labels.intersection(row.terms))

    def answered(self, labels: frozenset[str]) -> frozenset[int]:
        """As `covered`, of all that can be said."""
        return frozenset(at for at, row in enumerate(self.said) if labels.intersection(row.terms))

    def gain(self, rows: Iterable[int]) -> int:
        return sum(mass(self.rows[at]) for at in rows)

    def of_word(self, text: str) -> int:
        return max((self.worth.get(label, 0) for label in labels(text)), default=0)


@lru_cache(maxsize=16)
def wanted(facts: JobFacts) -> Wanted:
    """Kept, because one tailoring asks for the texts, the bullets and the projects."""
    return of_rows(extract(read_posting(facts))[0])


def of_rows(rows: Sequence[Row]) -> Wanted:
    skills = tuple(row for row in rows if row.scope == "skill")
    worth: dict[str, int] = {}
    for row in skills:
        for term in row.terms:
            worth[term] = max(worth.get(term, 0), mass(row))
    said = tuple(row for row in rows if row.scope in _SAID and row.terms)
    return Wanted(skills, said, worth)


@lru_cache(maxsize=4096)
def labels(text: str) -> frozenset[str]:
    """What a text names, and the categories those things belong to; spoken languages too.

    Kept, because the same résumé is read for each of many jobs.
    """
    named = frozenset(label for hit in find(text) for label in (hit.term.label, *_categories(hit)))
    return named | frozenset(patterns.language_names(fold(text)))


def _categories(hit: Hit) -> list[str]:
    terms = lexicon().terms
    return [broader for broader in hit.term.broader if terms[broader].kind in "mde"]
