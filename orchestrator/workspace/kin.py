"""The other rows that are one job with this one."""

from __future__ import annotations

from dataclasses import dataclass

from orchestrator.jobs import links
from orchestrator.models import Job
from orchestrator.sources.credit import credit, named
from orchestrator.sources.registry import Attribution
from orchestrator.workspace.places import WORDS


@dataclass(frozen=True)
class Kin:
    """`leads`: it stands for all of them in the lists. `posting`: its address at its source."""

    id: str
    title: str
    employer: str
    source: str
    status: str
    status_word: str
    url: str
    posting: str
    leads: bool
    credit: Attribution | None


@dataclass(frozen=True)
class Family:
    """`follows`: this row is not the one that the lists show."""

    follows: bool
    others: tuple[Kin, ...]
    part_url: str


def family(job: Job) -> Family | None:
    """None for a job that is alone, which no query is needed to know."""
    if job.primary_id is None and not job.followers:
        return None
    others = tuple(kin(one) for one in links.group(job) if one.pk != job.pk)
    if not others:
        return None
    return Family(job.primary_id is not None, others, part_url=f"/jobs/{job.pk}/unlink")


def kin(job: Job) -> Kin:
    return Kin(
        id=str(job.pk),
        title=job.title,
        employer=job.employer,
        source=named(job.source),
        status=job.status,
        status_word=WORDS[job.status],
        url=f"/job/{job.pk}",
        posting=job.job_url if job.job_url.startswith("http") else "",
        leads=job.primary_id is None,
        credit=credit(job.source, job_url=job.job_url),
    )
