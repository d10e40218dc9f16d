"""What scoring the jobs of one owner needs beside the jobs, read once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from jobops.lib.llm import Gateway
from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, User
from orchestrator.models.job import digest_of
from orchestrator.scoring.brief import Profile
from orchestrator.scoring.card import Options, Score
from orchestrator.scoring.score import score
from tailoring import library
from tailoring.briefing import briefed
from tailoring.documents.profile import profile
from tailoring.models import ResumeVersion


@dataclass(frozen=True)
class Draft:
    """A score that is not stored yet. `started` are the revisions of the job's texts that it is
    of, `inputs` the digest of all it was made from.
    """

    job: Job
    found: Score
    inputs: str
    started: Mapping[str, int]
    version: ResumeVersion | None


class Desk:
    """`instructions` stand in for the owner's setting; `on` is the day of scoring."""

    def __init__(
        self, owner: User, *, on: date | None = None, instructions: str | None = None
    ) -> None:
        wanted = preferences.of(owner)
        self.owner = owner
        self.on = on or timezone.localdate()
        self.options = Options(
            penalize_missing_salary=wanted["penalizeMissingSalary"],
            missing_salary_penalty=wanted["missingSalaryPenalty"],
            instructions=wanted["scoringInstructions"] if instructions is None else instructions,
        )
        self._bases = [one for one in library.current(owner) if one.document.enabled]
        self._profiles: dict[Any, Profile] = {}

    def base_of(self, job: Job) -> ResumeVersion | None:
        """As tailoring.library.base_of, without a query."""
        chosen = [one for one in self._bases if one.document_id == job.resume_id]
        return next(iter(chosen or [one for one in self._bases if one.document.is_default]), None)

    def inputs(self, job: Job, *, engine: str = "computed") -> str:
        version = self.base_of(job)
        return digest_of(
            {"facts": asdict(briefed(job)), "resume": version.digest if version else None,
             "options": asdict(self.options), "engine": engine}
        )  # fmt: skip

    def score(self, job: Job, *, gateway: Gateway | None = None) -> Draft:
        version, started = self.base_of(job), facts.revisions(job)
        found = score(
            briefed(job),
            profile=self._profile(version) if version else None,
            options=self.options,
            gateway=gateway,
            on=self.on,
        )
        engine = gateway.model if gateway else "computed"
        return Draft(job, found, self.inputs(job, engine=engine), started, version)

    def _profile(self, version: ResumeVersion) -> Profile:
        if version.pk not in self._profiles:
            self._profiles[version.pk] = profile(version.data)
        return self._profiles[version.pk]
