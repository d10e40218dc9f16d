"""What scoring the jobs of one owner needs beside the jobs, read once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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
from orchestrator.scoring.lexicon import VERSION as LEXICON_VERSION
from orchestrator.scoring.model import PROMPT_VERSION
from orchestrator.scoring.number import RUBRIC_VERSION
from orchestrator.scoring.score import score
from tailoring import library
from tailoring.briefing import briefed
from tailoring.documents.profile import profile
from tailoring.models import ResumeVersion


@dataclass(frozen=True)
class Draft:
    """A score that is not stored yet. `started` are the revisions of the job's texts that it is
    of, `posting` the digest of its facts, `basis` that of all else, `inputs` that of everything.
    """

    job: Job
    found: Score
    inputs: str
    posting: str
    basis: str
    started: Mapping[str, int]
    version: ResumeVersion | None
    options: Options


def posting_digest(job: Job) -> str:
    return digest_of(asdict(briefed(job)))


class Desk:
    """`instructions` stand in for the owner's setting; `on` is the day of scoring."""

    def __init__(
        self, owner: User, *, on: date | None = None, instructions: str | None = None
    ) -> None:
        wanted = preferences.of(owner)
        self.owner = owner
        self.on = on or timezone.localdate()
        self._settings = Options(
            penalize_missing_salary=wanted["penalizeMissingSalary"],
            missing_salary_penalty=wanted["missingSalaryPenalty"],
            instructions=wanted["scoringInstructions"],
        )
        told = self._settings.instructions if instructions is None else instructions
        self.options = replace(self._settings, instructions=told)
        self._bases = [one for one in library.current(owner) if one.document.enabled]
        self._profiles: dict[Any, Profile] = {}

    def base_of(self, job: Job) -> ResumeVersion | None:
        """As tailoring.library.base_of, without a query."""
        chosen = [one for one in self._bases if one.document_id == job.resume_id]
        return next(iter(chosen or [one for one in self._bases if one.document.is_default]), None)

    def inputs(self, job: Job, *, engine: str = "computed") -> str:
        basis = self.basis(self.base_of(job))
        told = self.options.instructions
        return digest_of(
            {"posting": posting_digest(job), "basis": basis, "told": told, "engine": engine}
        )

    def basis(self, version: ResumeVersion | None) -> str:
        """Digest of what a score is made with beside the posting: it is outdated when this
        moved. A run's own instructions are not in it, or its scores would be outdated at once.
        """
        return digest_of(
            {
                "resume": version.digest if version else None,
                "options": asdict(self._settings),
                "versions": [RUBRIC_VERSION, LEXICON_VERSION, PROMPT_VERSION],
            }
        )

    def bases(self) -> list[ResumeVersion]:
        return list(self._bases)

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
        return Draft(
            job,
            found,
            inputs=self.inputs(job, engine=engine),
            posting=posting_digest(job),
            basis=self.basis(version),
            started=started,
            version=version,
            options=self.options,
        )

    def _profile(self, version: ResumeVersion) -> Profile:
        if version.pk not in self._profiles:
            self._profiles[version.pk] = profile(version.data)
        return self._profiles[version.pk]
