"""The index of employers' names: which written names may be the same employer."""

from __future__ import annotations

from collections.abc import Collection

from orchestrator.jobs.identity import employer_words
from orchestrator.models import EmployerWord, Job, User


def index(owner: User, jobs: Collection[Job]) -> None:
    """So that later ones find these; `employer_key` of each is set."""
    words = {
        (word, job.employer_key)
        for job in jobs
        if job.employer_key
        for word in employer_words(job.employer, job.employer_url)
    }
    EmployerWord.objects.bulk_create(
        (EmployerWord(owner=owner, word=word, name=name) for word, name in sorted(words)),
        ignore_conflicts=True,
    )
