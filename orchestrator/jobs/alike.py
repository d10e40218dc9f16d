"""Before a posting is brought by hand: is it here already, or something that looks like it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Case, Q, When

from orchestrator.jobs import fulltext, identity
from orchestrator.jobs.identity import (
    SUBJECT,
    Subject,
    compare,
    employer_tokens,
    subject_of,
)
from orchestrator.models import Job, JobQuerySet, User
from orchestrator.sources.posting import Posting

LOOKED_AT = 60
SHOWN = 5
COLUMNS = (*SUBJECT, "owner_id", "applied_at", "job_url", "status", "discovered_at")


@dataclass(frozen=True)
class Known:
    """`url` and `source_id` are the same job, so no second row can be; `alike` may be another."""

    job: Job
    by: Literal["url", "source_id", "alike"]

    @property
    def is_same(self) -> bool:
        return self.by != "alike"


def known(owner: User, posting: Posting) -> list[Known]:
    """The same job first, then up to five that look alike."""
    keys = identity.keys(
        posting.job_url, source=posting.source, source_job_id=posting.source_job_id
    )
    same = Q(canonical_url=keys.url)
    if keys.source_job_id:
        same |= Q(source=keys.source, source_job_id=keys.source_job_id)
    mine = Job.objects.filter(owner=owner).only(*COLUMNS)
    found = [
        Known(job, "url" if job.canonical_url == keys.url else "source_id")
        for job in mine.filter(same)[:2]
    ]
    return found or _alike(owner, posting, keys=keys, mine=mine)


def _alike(owner: User, posting: Posting, *, keys: identity.Keys, mine: JobQuerySet) -> list[Known]:
    named = fulltext.employers(owner.pk, sorted(employer_tokens(posting.employer)))
    same = Q(pk__in=named) if named is not None else Q(employer=posting.employer)
    rows = mine.filter(same).order_by(
        Case(When(title=posting.title, then=0), default=1), "-discovered_at"
    )
    this = Subject(
        keys, posting.title, posting.employer, location=posting.location or "",
        employer_url=posting.employer_url, is_remote=posting.is_remote,
        countries=frozenset(map(str, posting.extras.get("countries") or ())),
        requisition=str(posting.extras.get("requisition") or "") or None,
    )  # fmt: skip
    alike = (job for job in rows[:LOOKED_AT] if compare(this, subject_of(job)).kind != "different")
    return [Known(job, "alike") for job in alike][:SHOWN]
