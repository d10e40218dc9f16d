"""What the rows of one page need to know that is on no row, read once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from orchestrator import preferences
from orchestrator.jobs import duplicates, tags
from orchestrator.jobs.freshness import Contexts
from orchestrator.jobs.wanted import Wanted, is_blocked
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobEvent, User

RELISTED = "job.relisted"
# What comes back was seen once more, and not in the hour in which it was found.
NOT_YET = timedelta(hours=1)


class Beside:
    """Each thing is read when the first row asks for it. `blocked`: the owner's blocked
    employers, where they are known already.
    """

    def __init__(
        self, owner: User, jobs: Collection[Job], *, blocked: Collection[str] | None = None
    ) -> None:
        self._owner = owner
        self._jobs = jobs
        self._blocked = blocked
        self.contexts = Contexts(owner)

    @cached_property
    def applied(self) -> frozenset[UUID]:
        """The jobs with an earlier application."""
        return duplicates.applied_among(self._owner.pk, self._jobs)

    @cached_property
    def tags(self) -> Mapping[UUID, list[str]]:
        return tags.on(self._jobs)

    @cached_property
    def _relisted(self) -> frozenset[UUID]:
        return relisted(self._owner, self._jobs)

    @cached_property
    def _wanted(self) -> Wanted:
        if self._blocked is None:
            return blocked(self._owner)
        return Wanted(blocked=tuple(self._blocked))

    def blocks(self, job: Job) -> bool:
        return job.status == Status.DISCOVERED and is_blocked(job.employer, self._wanted)

    def is_back(self, job: Job) -> bool:
        """Whether its source shows it again after it had expired."""
        return may_be_back(job) and job.pk in self._relisted


def may_be_back(job: Job) -> bool:
    seen = job.last_seen_at
    again = seen is not None and seen > job.discovered_at + NOT_YET
    return again and job.status == Status.DISCOVERED


def relisted(owner: User, jobs: Collection[Job]) -> frozenset[UUID]:
    found = [job.pk for job in jobs if may_be_back(job)]
    events = JobEvent.objects.filter(owner=owner, kind=RELISTED, job__in=found)
    return frozenset(events.values_list("job_id", flat=True))


def blocked(owner: User) -> Wanted:
    """The employers the owner does not want to see in runs."""
    return Wanted(blocked=tuple(preferences.of(owner)["blockedEmployers"]))
