"""Jobs that mails may be about, each with the stage its application is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from jobops.lib.words import say
from orchestrator.models import Job, StageEvent, User
from orchestrator.tracking.derive import STAGES, place, rank
from orchestrator.workspace.places import WORDS

COLUMNS = ("id", "owner_id", "title", "employer", "status", "closed_at", "outcome", "round")


@dataclass(frozen=True)
class Standing:
    """`stage` is empty without an application; `rank` is then -1."""

    id: UUID
    title: str
    employer: str
    status: str
    stage: str
    word: str

    @property
    def name(self) -> str:
        return say("{title} at {employer}", title=self.title, employer=self.employer)

    @property
    def rank(self) -> int:
        return rank(self.stage) if self.stage else -1

    @property
    def url(self) -> str:
        return f"/job/{self.id}/emails"


def read(owner: User, ids: Iterable[UUID]) -> Mapping[UUID, Standing]:
    """Two queries, however many they are. An id that is nobody's is left out."""
    jobs = Job.objects.filter(owner=owner, pk__in=set(ids)).only(*COLUMNS)
    return of(list(jobs))


def of(jobs: Iterable[Job]) -> Mapping[UUID, Standing]:
    found = {job.pk: job for job in jobs}
    stages = present(found)
    return {pk: standing(job, stages.get(pk, "")) for pk, job in found.items()}


def standing(job: Job, stage: str) -> Standing:
    closed = say("Closed") if job.closed_at else ""
    word = closed or (STAGES[stage] if stage else WORDS[job.status])
    return Standing(job.pk, job.title, job.employer, job.status, stage, word)


def present(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The stage of the newest step that counts."""
    counting = StageEvent.objects.filter(
        job__in=list(ids), removed_at=None, undone_at=None, is_note=False, round=F("job__round")
    )
    steps = counting.values_list("job_id", "to_stage", "occurred_at", "id")
    return {job: stage for job, stage, _, _ in sorted(steps, key=lambda one: place(*one[2:]))}
