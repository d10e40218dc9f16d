"""The facts of a job, each with the words it was read from and whose word it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobops.lib.words import later_each, say
from orchestrator.models import Job
from orchestrator.sources.credit import credit, named
from orchestrator.templatetags.ui import day

SAID_BY: Mapping[str, str] = later_each({
    "source": "The source says", "location": "From the place", "title": "From the title",
    "description": "From the posting",
})  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """`quote`: the words it was read from, where they were kept; `url`: what it links to."""

    name: str
    text: str
    quote: str = ""
    said_by: str = ""
    url: str = ""


def facts(job: Job) -> tuple[Fact, ...]:
    deadline = day(job.deadline_at) if job.deadline_at else job.deadline
    told = (
        Fact(say("Pay"), pay(job), *evidence(job.extras.get("salaryEvidence"))),
        Fact(say("Place"), job.location or ""),
        Fact(say("Workplace"), say((job.workplace or "").replace("_", " ").capitalize()),
             *evidence(job.location_evidence)),
        Fact(say("Contract"), job.job_type or ""),
        Fact(say("Level"), job.job_level or ""),
        Fact(say("Deadline"), deadline or "", *evidence(job.extras.get("deadlineEvidence"))),
        Fact(say("Start"), job.starting or ""),
        Fact(say("Degree"), job.degree_required or ""),
        Fact(say("Posted"), (day(job.posted_on) if job.posted_on else job.date_posted) or ""),
        source(job),
    )  # fmt: skip
    return tuple(one for one in told if one.text)


def pay(job: Job) -> str:
    guessed = job.salary and job.extras.get("salaryIsPredicted")
    return (
        say("{salary}, estimated by the source", salary=job.salary) if guessed else job.salary or ""
    )


def source(job: Job) -> Fact:
    """With the credit and the link that its terms ask for."""
    owed = credit(job.source, job_url=job.job_url)
    if owed is None:
        return Fact(say("Source"), named(job.source))
    return Fact(say("Source"), owed.text, url=owed.url)


def evidence(kept: Any) -> tuple[str, str]:
    """The quote and who says it; nothing where nothing was kept."""
    if not isinstance(kept, Mapping) or not kept.get("quote"):
        return "", ""
    return str(kept["quote"]), SAID_BY.get(str(kept.get("origin")), "From")
