"""Rows for measuring: jobs in every state, with descriptions of a real length."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from orchestrator.accounts.door import local_owner
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job
from pdfs import store

WORDS = (
    "We build services in Python and PostgreSQL for people who plan railways. You own a part of "
    "the system, write it, run it and explain it. Experience with Django helps. "
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAMES = [
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elder",
    "Fir",
    "Ginkgo",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kauri",
    "Larch",
    "Maple",
    "Nutmeg",
    "Oak",
    "Poplar",
    "Quince",
    "Rowan",
    "Spruce",
    "Teak",
]
KINDS = [
    "Analytics",
    "Bank",
    "Care",
    "Design",
    "Energy",
    "Foods",
    "Games",
    "Health",
    "Insurance",
    "Labs",
    "Media",
    "Networks",
    "Optics",
    "Payments",
    "Rail",
    "Robotics",
    "Software",
    "Studios",
    "Tools",
    "Travel",
]
PLACES = ["Leeds", "London", "Zürich", "Berlin, Germany", "Remote, United Kingdom", "München"]
SOURCES = ["manual", "indeed", "linkedin", "adzuna", "greenhouse"]
ROLES = ["Backend Engineer", "Platform Engineer", "Data Analyst", "Site Reliability Engineer"]
KINDS_OF_WORK = ["fulltime", "Full-time, permanent", "part-time", "contract", None]
SHARES = ("discovered",) * 6 + ("ready",) * 2 + ("applied", "skipped")


def seed(count: int, *, first: int = 0) -> None:
    owner, now = local_owner(), timezone.now()
    # One file for all of them: a row without its file is mended when the worker starts.
    digest = store.put(owner.pk, PDF)
    # And it is up to date, or the worker would print them all again beside the measurement.
    context = Contexts(owner).digests()[0]
    rows = [
        made(owner, number, now=now, digest=digest, context=context)
        for number in range(first, first + count)
    ]
    Job.objects.bulk_create(rows, batch_size=500)


def made(
    owner: object,
    number: int,
    *,
    now: object,
    digest: str,
    context: str,
    shares: Sequence[str] = SHARES,
    text: str = WORDS * 20,
) -> Job:
    """One row that is not stored yet; `shares` are the states, in turn."""
    status = shares[number % len(shares)]
    at = now - timedelta(minutes=number)  # type: ignore[operator]
    printed = status in ("ready", "applied")
    job = Job(
        owner=owner,
        status=status,
        title=f"{ROLES[number % 7 % 4]} {number}",
        employer=f"{NAMES[number % 20]} {KINDS[number // 20 % 20]}",
        job_url=f"https://jobs.example.org/{uuid4()}",
        canonical_url=f"https://jobs.example.org/{number}",
        location=PLACES[number % 11 % 6],
        salary="£60,000",
        salary_min=40_000.0 + number % 60 * 1000 if number % 3 else None,
        salary_max=50_000.0 + number % 60 * 1000 if number % 3 else None,
        salary_currency="GBP" if number % 5 else "EUR",
        salary_interval="yearly",
        source=SOURCES[number % 13 % 5],
        job_type=KINDS_OF_WORK[number % 5],
        workplace=("remote", "hybrid", "onsite", None)[number % 4],
        posted_on=(at - timedelta(days=number % 40)).date(),
        deadline_at=(at + timedelta(days=number % 60)).date() if number % 4 == 0 else None,
        description=text,
        score=float(number % 101),
        score_engine="computed",
        score_reason="7 of 9 requirements met.",
        discovered_at=at,
        created_at=at,
        updated_at=at,
        pdf_digest=digest if printed else None,
        pdf_source="generated" if printed else None,
        ready_at=at if printed else None,
        applied_at=at if status == "applied" else None,
    )
    job.inputs = job.inputs_now()
    job.pdf_inputs = job.inputs if printed else None
    job.pdf_context = context if printed else None
    return job
