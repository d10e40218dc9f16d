"""Postings on their way in, and which of them are jobs already."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from orchestrator.jobs import identity
from orchestrator.jobs.columns import columns
from orchestrator.models import Job, Sighting, User
from orchestrator.sources.posting import Posting

Key = tuple[str, str]
# No source is called so: names of sources hold no blank.
ADDRESS = "an address"
KEY_LIMIT = 2_000


class Arrival:
    """One posting with its keys; its columns are worked out once, when they are first needed."""

    def __init__(self, posting: Posting, *, at: datetime) -> None:
        self.posting = posting
        self.at = at
        self.keys = identity.keys(
            posting.job_url, source=posting.source, source_job_id=posting.source_job_id
        )

    @cached_property
    def columns(self) -> dict[str, Any]:
        return columns(self.posting, at=self.at)

    @cached_property
    def digest(self) -> str:
        """Of all it says: what a source repeats word by word needs no second look."""
        said = self.posting.model_dump_json().encode()
        return hashlib.blake2b(said, digest_size=16).hexdigest()

    @property
    def sighting(self) -> Key:
        """Its source, and what it is called there."""
        return self.keys.source, (self.keys.source_job_id or self.keys.url)[:KEY_LIMIT]

    @property
    def identity(self) -> tuple[Key, ...]:
        """Sharing one of these with a job makes it that job."""
        return keys_of(self.keys.url, self.keys.source, self.keys.source_job_id)


@dataclass
class Present:
    """The jobs that `arrivals` are already, and where they were seen."""

    jobs: dict[Key, Job] = field(default_factory=dict)
    sightings: dict[Key, Sighting] = field(default_factory=dict)
    _seen: dict[UUID, Job] = field(default_factory=dict)

    def of(self, arrival: Arrival) -> list[Job]:
        """One job, none, or two that each share a key with it, the older first."""
        found = {job.pk: job for key in arrival.identity if (job := self.jobs.get(key))}
        if not found and (seen := self.sightings.get(arrival.sighting)):
            return [self._seen[seen.job_id]]
        return sorted(found.values(), key=lambda job: job.discovered_at)

    def says_nothing_new(self, arrival: Arrival) -> bool:
        seen = self.sightings.get(arrival.sighting)
        return seen is not None and seen.digest == arrival.digest

    def hold(self, job: Job) -> None:
        self._seen[job.pk] = job
        for key in keys_of(job.canonical_url, job.source, job.source_job_id):
            self.jobs[key] = job


def keys_of(url: str, source: str, source_job_id: str | None) -> tuple[Key, ...]:
    return ((ADDRESS, url), (source, source_job_id)) if source_job_id else ((ADDRESS, url),)


def present(owner: User, arrivals: Sequence[Arrival], *, locked: bool = False) -> Present:
    """Two or three queries, however many arrive. `locked`: the jobs stay ours until the commit."""
    found = Present()
    if not arrivals:
        return found
    jobs = Job.objects.filter(owner=owner)
    if locked:
        # In one order for all, so that two batches do not wait for each other.
        jobs = jobs.order_by("pk").select_for_update(of=("self",))
    for job in jobs.filter(_same(arrivals)):
        found.hold(job)
    for seen in _sightings(owner, arrivals):
        found.sightings[seen.source, seen.key] = seen
    missing = {seen.job_id for seen in found.sightings.values()} - set(found._seen)
    for job in jobs.filter(pk__in=missing) if missing else ():
        found._seen[job.pk] = job
    return found


def _same(arrivals: Collection[Arrival]) -> Q:
    same = Q(canonical_url__in=[one.keys.url for one in arrivals])
    for source, numbers in _by_source(
        (one.keys.source, one.keys.source_job_id) for one in arrivals if one.keys.source_job_id
    ).items():
        same |= Q(source=source, source_job_id__in=numbers)
    return same


def _sightings(owner: User, arrivals: Collection[Arrival]) -> Collection[Sighting]:
    same = Q(pk__in=())
    for source, keys in _by_source(one.sighting for one in arrivals).items():
        same |= Q(source=source, key__in=keys)
    return list(Sighting.objects.filter(same, owner=owner))


def _by_source(pairs: Any) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for source, key in pairs:
        grouped.setdefault(source, []).append(key)
    return grouped
