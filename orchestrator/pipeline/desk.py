"""What scoring the jobs of one owner needs beside the jobs, read once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, OwnRequirement, User
from orchestrator.models.job import digest_of
from orchestrator.pipeline import bases, patches
from orchestrator.pipeline.basis import basis, options
from orchestrator.scoring.brief import JobFacts, Profile
from orchestrator.scoring.card import Options, Row, Score
from orchestrator.scoring.model import Asked
from orchestrator.scoring.own import Own
from orchestrator.scoring.patches import Patch, check
from orchestrator.scoring.score import NOTHING_KNOWN, score
from tailoring import library
from tailoring.briefing import briefed
from tailoring.documents.profile import profile
from tailoring.models import ResumeVersion


@dataclass(frozen=True)
class Draft:
    """A score that is not stored yet. `started` are the revisions of the job's texts that it is
    of, `posting` the digest of its facts, `basis` that of all else, `engine` the model's name or
    "computed". `is_best`: the base was taken for its score, not by choice.
    """

    job: Job
    found: Score
    engine: str
    posting: str
    basis: str
    started: Mapping[str, int]
    version: ResumeVersion | None
    options: Options
    own: tuple[Own, ...] = ()
    is_best: bool = False


def inputs_of(posting: str, *, basis: str, told: str, engine: str, own: Sequence[Own] = ()) -> str:
    return digest_of(
        {
            "posting": posting,
            "basis": basis,
            "told": told,
            "engine": engine,
            "own": [asdict(one) for one in own],
        }
    )


def own(stored: OwnRequirement) -> Own:
    columns: dict[str, Any] = {
        name: getattr(stored, name)
        for name in ("scope", "importance", "text", "quote", "threshold", "label")
    }
    return Own(Row(weight=1, terms=tuple(stored.terms), **columns), removed=stored.removed)


def posting_digest(job: Job) -> str:
    return digest_of(asdict(briefed(job)))


def _with_pay(facts: JobFacts, read: Sequence[Patch]) -> JobFacts:
    said = {one.field: one.value for one in read if not one.reason}
    return replace(
        facts,
        salary_min=said.get("salaryMinAmount", facts.salary_min),
        salary_max=said.get("salaryMaxAmount", facts.salary_max),
    )


class Desk:
    """`instructions` stand in for the owner's setting; `on` is the day of scoring."""

    def __init__(
        self, owner: User, *, on: date | None = None, instructions: str | None = None
    ) -> None:
        wanted = preferences.of(owner)
        self.owner = owner
        self.on = on or timezone.localdate()
        self._settings = options(wanted)
        told = self._settings.instructions if instructions is None else instructions
        self.options = replace(self._settings, instructions=told)
        self._own: dict[UUID, tuple[Own, ...]] = {}
        self._bases = [one for one in library.current(owner) if one.document.enabled]
        self._profiles: dict[Any, Profile] = {}
        self._best: dict[UUID, ResumeVersion] = {}
        self._scores: dict[tuple[UUID, UUID | None], Score] = {}

    def take_up(self, jobs: Collection[Job]) -> None:
        """Read what the owner wants in the ledgers of these jobs; before any of them is scored."""
        found: dict[UUID, list[Own]] = {job.pk: [] for job in jobs}
        for one in OwnRequirement.objects.filter(job__in=found):
            found[one.job_id].append(own(one))
        self._own |= {pk: tuple(rows) for pk, rows in found.items()}
        for pk in found:
            self._best.pop(pk, None)
        self._scores = {}

    def base_of(self, job: Job) -> ResumeVersion | None:
        """As tailoring.library.base_of, without a query; where nobody chose, the best by score."""
        if len(self._bases) > 1 and bases.is_open(job):
            if job.pk not in self._best:
                self._best[job.pk] = bases.best(job, self._bases, scored=self.value)
            return self._best[job.pk]
        chosen = [one for one in self._bases if one.document_id == job.resume_id]
        return next(iter(chosen or [one for one in self._bases if one.document.is_default]), None)

    def value(self, job: Job, version: ResumeVersion) -> float | None:
        """The computed score of a job for one base."""
        return self._computed(job, version).value

    def _computed(self, job: Job, version: ResumeVersion | None) -> Score:
        key = (job.pk, version.pk if version else None)
        if key not in self._scores:
            self._scores[key] = self._found(job, version, gateway=None, read=self._read(job))
        return self._scores[key]

    def inputs(self, job: Job, *, engine: str = "computed") -> str:
        """Digest of everything a score is made from."""
        basis = self.basis(self.base_of(job))
        told = self.options.instructions
        own = self._own[job.pk]
        return inputs_of(posting_digest(job), basis=basis, told=told, engine=engine, own=own)

    def question(self, job: Job, *, engine: str) -> str:
        """Digest of what a model is asked; the owner's rows are no part of it."""
        basis = self.basis(self.base_of(job))
        told = self.options.instructions
        return inputs_of(posting_digest(job), basis=basis, told=told, engine=engine)

    def basis(self, version: ResumeVersion | None) -> str:
        """Digest of what a score is made with beside the posting: it is outdated when this
        moved. A run's own instructions are not in it, or its scores would be outdated at once.
        """
        digests = [one.digest for one in self._bases]
        resume = version.digest if version else None
        return basis(resume, options=self._settings, bases=digests)

    def bases(self) -> list[ResumeVersion]:
        return list(self._bases)

    def score(self, job: Job, *, gateway: Asked | None = None) -> Draft:
        version, started = self.base_of(job), facts.revisions(job)
        read = self._read(job)
        if gateway is None and job.pk in self._best:
            found = self._computed(job, version)
        else:
            found = self._found(job, version, gateway=gateway, read=read)
        found = replace(found, facts=(*read, *found.facts))
        return Draft(
            job,
            found,
            engine=gateway.model if gateway else "computed",
            posting=posting_digest(job),
            basis=self.basis(version),
            started=started,
            version=version,
            options=self.options,
            own=self._own[job.pk],
            is_best=job.pk in self._best,
        )

    def _found(
        self,
        job: Job,
        version: ResumeVersion | None,
        *,
        gateway: Asked | None,
        read: tuple[Patch, ...],
    ) -> Score:
        return score(
            _with_pay(briefed(job), read),
            profile=self._profile(version) if version else None,
            options=self.options,
            gateway=gateway,
            on=self.on,
            known=patches.known(job) if gateway else NOTHING_KNOWN,
            own=self._own[job.pk],
        )

    def _read(self, job: Job) -> tuple[Patch, ...]:
        proposed = patches.read(job)
        if not proposed:
            return ()
        return check(proposed, description=job.description or "", known=patches.known(job))

    def _profile(self, version: ResumeVersion) -> Profile:
        if version.pk not in self._profiles:
            self._profiles[version.pk] = profile(version.data)
        return self._profiles[version.pk]
