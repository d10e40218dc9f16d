"""The ground of a job's drafts, read once."""

from __future__ import annotations

from datetime import date

from orchestrator.models import Job
from tailoring import ledger
from tailoring.briefing import briefed
from tailoring.ghostwriter.drafts import clean, person, record
from tailoring.ghostwriter.drafts.asked import asks
from tailoring.ghostwriter.drafts.ground import Ground


def ground(job: Job, *, today: date) -> Ground:
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
