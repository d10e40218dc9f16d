"""Which base a job is tailored from: the owner's choice, else the one that scores best, else the
default (resume-and-tailoring B2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils import timezone

from orchestrator.lifecycle import Status
from orchestrator.models import Job
from tailoring.language import detect
from tailoring.models import ResumeDocument, ResumeVersion

COLUMN, BY_SCORE = "resume_id", "system"
Scored = Callable[[Job, ResumeVersion], float | None]


def is_owners(job: Job) -> bool:
    """Whether the owner has chosen the base of this job."""
    return job.resume_id is not None and job.origins.get(COLUMN) != BY_SCORE


def is_open(job: Job) -> bool:
    """Whether another base may still be taken: nobody chose, and nothing was made from one."""
    made = (
        job.tailored_headline or job.tailored_summary or job.tailored_skills
        or job.selected_project_ids is not None or job.edits_digest or job.pdf_digest
    )  # fmt: skip
    return job.status == Status.DISCOVERED and not is_owners(job) and not made


def best(job: Job, bases: Sequence[ResumeVersion], *, scored: Scored) -> ResumeVersion:
    """The base with the best computed score; of equal ones that in the language of the posting,
    then the default.
    """
    spoken = detect(job.description or "")

    def rank(version: ResumeVersion) -> tuple[float, bool, bool]:
        document = version.document
        same = bool(spoken) and document.language[:2].lower() == spoken
        return (round(scored(job, version) or 0.0), same, document.is_default)

    return max(bases, key=rank)


def put(row: Job, version: ResumeVersion) -> None:
    """Note the best base on a locked row; the default needs no note."""
    wanted = None if version.document.is_default else version.document_id
    if row.resume_id == wanted or not is_open(row):
        return
    row.resume_id = wanted
    kept = {name: who for name, who in row.origins.items() if name != COLUMN}
    row.origins = {**kept, COLUMN: BY_SCORE} if wanted else kept
    row.renew_inputs(at=timezone.now())


def reason(job: Job, bases: Sequence[ResumeDocument]) -> str:
    """Why a job is tailored from its base, as a sentence; empty when there is only one."""
    if len(bases) < 2:
        return ""
    mine = next((one.name for one in bases if one.pk == job.resume_id), "")
    default = next((one.name for one in bases if one.is_default), "")
    if mine and is_owners(job):
        return f"You chose {mine} for this job."
    if mine:
        return f"{mine} fits this posting best by score; your default is {default}."
    return f"{default} is your default, and no other fits this posting better by score."
