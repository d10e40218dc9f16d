"""“You applied here before”: an earlier application to what looks like the same job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Q, When

from orchestrator.jobs import fulltext
from orchestrator.jobs.identity import Keys, Subject, compare, employer_tokens
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobQuerySet

WINDOW = timedelta(days=30)
# A word that many employers share must not make one job slow: the same name first, then the newest.
MOST = 20
COLUMNS = (
    "id", "title", "employer", "employer_url", "location", "location_evidence", "is_remote",
    "applied_at", "canonical_url", "source", "source_job_id", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Match:
    """Likenesses from 0 to 100; `job` is the one applied to."""

    job: Job
    title: float
    employer: float

    @property
    def score(self) -> int:
        return round((self.title + self.employer) / 2)


def applied_before(job: Job) -> Match | None:
    """The best match among applications sent at most 30 days before this job was discovered."""
    if job.applied_at is not None and job.status in (Status.APPLIED, Status.IN_PROGRESS):
        return None
    this, matches = _subject(job), []
    for other in _candidates(job).only(*COLUMNS)[:MOST]:
        likeness = compare(this, _subject(other))
        if likeness.kind != "different":
            matches.append(Match(other, likeness.title, likeness.employer))
    return max(matches, key=lambda one: (one.score, one.job.applied_at), default=None)


def _candidates(job: Job) -> JobQuerySet:
    """Applications of the time in question to an employer that shares a word or an address."""
    named = fulltext.employers(sorted(employer_tokens(job.employer)))
    same = Q(pk__in=named) if named is not None else Q(employer=job.employer)
    if job.employer_url:
        same |= Q(employer_url=job.employer_url)
    found: JobQuerySet = (
        Job.objects.filter(same, owner_id=job.owner_id)
        .sent()
        .filter(applied_at__gte=job.discovered_at - WINDOW, applied_at__lte=job.discovered_at)
        .exclude(pk=job.pk)
        .order_by(Case(When(employer=job.employer, then=0), default=1), "-applied_at")
    )
    return found


def _subject(job: Job) -> Subject:
    return Subject(
        Keys(job.canonical_url, job.source, job.source_job_id),
        job.title,
        job.employer,
        location=job.location or "",
        employer_url=job.employer_url,
        is_remote=job.is_remote,
    )
