"""Discovered jobs for a storm. Imported after Django was set up."""

from __future__ import annotations

from bench.seed import KINDS, NAMES, WORDS
from orchestrator.accounts.door import local_owner
from orchestrator.models import Job


def seeded(count: int) -> list[str]:
    """Ids of `count` new jobs of the local owner, none of which is like another."""
    owner = local_owner()
    rows = [
        Job(
            owner=owner,
            title=f"Backend Engineer {number}",
            employer=f"{NAMES[number % 20]} {KINDS[number // 20 % 20]} {number}",
            job_url=f"https://jobs.example.org/{number}",
            canonical_url=f"https://jobs.example.org/{number}",
            description=WORDS * 12,
        )
        for number in range(count)
    ]
    for row in rows:
        row.inputs = row.inputs_now()
    Job.objects.bulk_create(rows, batch_size=500)
    return [str(row.pk) for row in rows]
