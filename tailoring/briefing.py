"""A job's row as the value that scoring and tailoring read."""

from __future__ import annotations

from orchestrator.models import Job
from orchestrator.scoring.brief import JobFacts


def briefed(job: Job) -> JobFacts:
    """The posting as scoring and tailoring see it."""
    extras = job.extras
    return JobFacts(
        title=job.title,
        employer=job.employer,
        description=job.description or "",
        location=job.location or "",
        salary=job.salary or "",
        salary_min=job.salary_min,
        salary_max=job.salary_max,
        job_type=job.job_type or "",
        job_level=job.job_level or "",
        job_function=job.job_function or "",
        disciplines=job.disciplines or "",
        degree_required=job.degree_required or "",
        experience_range=str(extras.get("experienceRange") or ""),
        is_remote=job.is_remote,
        workplace=job.workplace or "",
        industry=str(extras.get("companyIndustry") or ""),
        skills=str(extras.get("skills") or ""),
        deadline=job.deadline or "",
        starting=job.starting or "",
        truncated=job.description_truncated,
    )
