"""“You applied here before”: an earlier application to what looks like the same job."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, When

from orchestrator.jobs import fulltext
from orchestrator.jobs.identity import SUBJECT, compare, employer_tokens, subject_of
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobQuerySet

WINDOW = timedelta(days=30)
# A word that many employers share must not make one job slow: the same name first, then the newest.
MOST = 20
NEWEST = 400
OPEN = (Status.DISCOVERED, Status.PROCESSING, Status.READY)
COLUMNS = (*SUBJECT, "applied_at", "status")


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
    this, matches = subject_of(job), []
    for other in _candidates(job).only(*COLUMNS)[:MOST]:
        likeness = compare(this, subject_of(other))
        if likeness.kind != "different":
            matches.append(Match(other, likeness.title, likeness.employer))
    return max(matches, key=lambda one: (one.score, one.job.applied_at), default=None)


def applied_among(owner_id: UUID, jobs: Collection[Job]) -> frozenset[UUID]:
    """Which of `jobs` look like something applied to before: the answer of `applied_before` for a
    whole page in one query, over the newest applications of its time.
    """
    asked = [job for job in jobs if job.status in OPEN]
    if not asked:
        return frozenset()
    oldest = min(job.discovered_at for job in asked)
    newest = max(job.discovered_at for job in asked)
    sent = (
        Job.objects.filter(owner_id=owner_id)
        .sent()
        .filter(applied_at__gte=oldest - WINDOW, applied_at__lte=newest)
        .order_by("-applied_at")
        .values_list(*COLUMNS, named=True)[:NEWEST]
    )
    by_name: dict[str, list[Any]] = {}
    for other in sent:
        for key in _found_under(other.employer, other.employer_url):
            by_name.setdefault(key, []).append(other)
    return frozenset(job.pk for job in asked if _is_known(job, by_name))


def _is_known(job: Job, by_name: Mapping[str, Sequence[Any]]) -> bool:
    names = _found_under(job.employer, job.employer_url)
    others = {other.id: other for name in names for other in by_name.get(name, ())}
    this = subject_of(job)
    return any(
        other.id != job.pk
        and timedelta(0) <= job.discovered_at - other.applied_at <= WINDOW
        and compare(this, subject_of(other)).kind != "different"
        for other in [*others.values()][:MOST]
    )


def _found_under(employer: str, url: str | None) -> set[str]:
    """Two names of one employer share the beginning of a word, or the address."""
    words = {word[: fulltext.BEGINNING] for word in employer_tokens(employer)}
    return words | ({url} if url else set())


def _candidates(job: Job) -> JobQuerySet:
    """Applications of the time in question to an employer that shares a word or an address."""
    named = fulltext.employers(job.owner_id, sorted(employer_tokens(job.employer)))
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
