"""Among the jobs of employers that may be one: those with a title that may be the same. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from orchestrator.jobs.identity import ALIKE, bare, plain_title

Titles = dict[str, list[UUID]]


class Likely:
    """Ids by employer and plain title, so that equal titles are compared once."""

    def __init__(self, jobs: Iterable[tuple[UUID, str, str]]) -> None:
        """`jobs`: id, employer as it is indexed, title."""
        self._titles: dict[str, Titles] = defaultdict(lambda: defaultdict(list))
        for pk, employer, title in jobs:
            self._titles[employer][bare(plain_title(title))].append(pk)

    def take(self, job: Any) -> None:
        self._titles[job.employer_key][bare(plain_title(job.title))].append(job.pk)

    def to(self, job: Any, names: Mapping[str, frozenset[str]]) -> list[UUID]:
        """The jobs that are nine tenths the same by title; `names`: what its employer may be."""
        title, found = bare(plain_title(job.title)), list[UUID]()
        for name in names[job.employer_key]:
            titles = self._titles.get(name)
            if titles:
                near = process.extract_iter(
                    title, list(titles), scorer=Levenshtein.normalized_similarity,
                    score_cutoff=ALIKE / 100,
                )  # fmt: skip
                found += [pk for written, *_ in near for pk in titles[written]]
        return found
