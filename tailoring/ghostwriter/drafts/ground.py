"""Everything a draft is made from, read once: posting, person, record. The rest computes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orchestrator.models import Job
from orchestrator.scoring.brief import JobFacts
from tailoring import ledger
from tailoring.briefing import briefed
from tailoring.ghostwriter.drafts import clean, person, record
from tailoring.ghostwriter.drafts.asked import Ask, asks
from tailoring.ghostwriter.drafts.person import Person
from tailoring.ghostwriter.drafts.record import Record


@dataclass(frozen=True, eq=False)
class Ground:
    """`title` and `employer` as a draft writes them; `employer` may be empty."""

    title: str
    employer: str
    facts: JobFacts
    asks: tuple[Ask, ...]
    person: Person
    record: Record
    today: date


def of(job: Job, *, today: date) -> Ground:
    facts = briefed(job)
    who = person.of(job, today=today)
    return Ground(
        title=clean.title(job.title),
        employer=clean.employer(job.employer),
        facts=facts,
        asks=asks(ledger.rows_of(job), facts=facts, held=who.held),
        person=who,
        record=record.of(job, today=today),
        today=today,
    )
