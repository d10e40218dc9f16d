"""The rows of `bench web`: one owner with jobs in every state, as they are after a year of use, and
what hangs on them. Imported after Django was set up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.load_rows import vocabulary
from bench.seed import PDF, made
from bench.web_hangs import hang
from orchestrator.accounts.door import local_owner
from orchestrator.jobs import word_index
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, User
from pdfs import store

# Of a hundred. Most is never looked at, a few are applied to, most of those are over.
SHARES = (
    *("discovered",) * 60, *("ready",) * 4, "applied", "applied", "in_progress",
    *("skipped",) * 26, *("expired",) * 7,
)  # fmt: skip
# One word that every title has; none of the others is in more than a seventh of them.
LEVELS = ("", "Senior ", "Lead ", "Junior ", "Principal ", "Staff ")
FIELDS = ("Backend", "Platform", "Data", "Site Reliability", "Frontend", "Embedded", "Security")
NEEDS = (
    "Requirements:\n- Python and Django\n- PostgreSQL or another relational database\n"
    "- {years} years of experience\n- Docker and Kubernetes\n- Good written English\n\n"
)
LENGTHS = (100, 600)  # words, about 700 to 4,200 characters
CURRENCIES = ("GBP",) * 7 + ("EUR",) * 2 + ("USD",)
INTERVALS = ("yearly",) * 8 + ("hourly", None)
BATCH = 500


def fill(count: int) -> int:
    """How many jobs were made; 0 when they are there."""
    owner = local_owner()
    if owner.jobs.count() >= count:
        return 0
    owner.jobs.all().delete()
    coming = jobs(owner, count)
    while rows := list(islice(coming, 5_000)):
        Job.objects.bulk_create(rows, batch_size=BATCH)
        hang(owner, rows)
    word_index.ensure()
    if connection.vendor != "sqlite":
        # What the server does by itself after a while; nothing ever does on SQLite.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return count


def jobs(owner: User, count: int) -> Iterator[Job]:
    """Times go back a year, the newest closer together; seeds make them the same each time."""
    now, chance, words = timezone.now(), random.Random(8), vocabulary()
    weights = [1 / place for place in range(1, len(words) + 1)]
    digest, context = store.put(owner.pk, PDF), Contexts(owner).digests()[0]
    for number in range(count):
        text = NEEDS.format(years=number % 9 + 1) + " ".join(
            chance.choices(words, weights, k=chance.randint(*LENGTHS))
        )
        at = now - timedelta(days=365 * (number / count) ** 1.5, seconds=number)
        job = made(owner, number, now=at, digest=digest, context=context, shares=SHARES, text=text)
        yield varied(job, number, chance)


def varied(job: Job, number: int, chance: random.Random) -> Job:
    job.title = f"{LEVELS[number % 6]}{FIELDS[number % 7]} Engineer {number}"
    job.salary_currency, job.salary_interval = chance.choice(CURRENCIES), chance.choice(INTERVALS)
    job.salary = f"{job.salary_min:,.0f}" if job.salary_min else None
    # Half of a list may not be scored yet; a tie of many jobs is what an order has to bear.
    job.score = None if number % 10 == 0 else float(min(99, int(chance.gauss(55, 18)) % 101))
    job.sponsor_score = chance.choice((None, None, 40.0, 75.0, 100.0))
    if job.status in ("applied", "in_progress"):
        followed(job, chance)
    if number % 700 == 0 and job.status in ("discovered", "ready"):
        job.last_error = {"kind": "printing", "at": job.updated_at.isoformat()}
    if number % 40 == 0 and job.status in ("discovered", "ready"):
        snoozed(job, chance)
    return job


def followed(job: Job, chance: random.Random) -> None:
    """Sent as its status says; three of five are over."""
    job.applied_at = job.discovered_at + timedelta(days=1)
    job.pdf_source, job.applied_pdf_digest = "generated", job.pdf_digest
    if chance.random() < 0.6:
        job.closed_at = job.applied_at + timedelta(days=chance.randint(2, 40))
        job.outcome = chance.choice(("rejected", "no_response", "withdrawn"))


def snoozed(job: Any, chance: random.Random) -> None:
    job.snoozed_until = timezone.now() + timedelta(days=chance.randint(-5, 9))
