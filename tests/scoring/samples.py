"""One person and one posting, dull and complete; tests change what they are about."""

from __future__ import annotations

from datetime import date
from typing import Any

from jobops.lib.llm import Gateway
from orchestrator.scoring.brief import Item, JobFacts, Profile
from orchestrator.scoring.card import Options, Row, Score
from orchestrator.scoring.score import score

ON = date(2026, 3, 1)

PROFILE = Profile(
    headline="Backend engineer",
    summary="Backend engineer who likes small, well-tested services.",
    place="Leeds, United Kingdom",
    language="en",
    items=(
        Item(
            "i-acme",
            "experience",
            title="Senior Backend Engineer",
            organisation="Acme",
            place="Leeds",
            period="Jan 2021 – Present",
            text="Built REST APIs with Django and PostgreSQL for 40 customers\n"
            "Ran the services on Kubernetes and wrote tests with pytest",
        ),
        Item(
            "i-byte",
            "experience",
            title="Software Engineer",
            organisation="Byte Ltd",
            period="Jan 2018 – Dec 2020",
            text="Maintained a billing system in Python\nMoved builds to Jenkins",
        ),
        Item(
            "i-uni",
            "education",
            title="Bachelor of Science",
            organisation="University of Leeds",
            period="2014 – 2017",
            text="Computer Science",
        ),
        Item("i-lang", "skills", title="Languages", keywords=("Python", "Go", "SQL")),
        Item("i-tools", "skills", title="Tools", keywords=("Docker", "Git", "Redis")),
        Item("i-en", "languages", title="English", level="Native"),
        Item("i-de", "languages", title="German", level="B2"),
    ),
)

DESCRIPTION = """About us
Initech makes accounting software. We are an equal opportunity employer.

What you will do
- Design and build our payment services in Python
- Work closely with product managers and designers

Requirements
- At least 5 years of experience in software development
- Proven experience with Python and Django
- Good knowledge of PostgreSQL or MySQL
- A bachelor's degree in computer science or equivalent experience
- Fluent English

Nice to have
- Experience with Kafka
- Terraform is a plus

What we offer
- 30 days of paid time off and a learning budget for Rust and Haskell courses
"""

FACTS = JobFacts(
    title="Senior Backend Engineer",
    employer="Initech",
    description=DESCRIPTION,
    location="Leeds, United Kingdom",
    salary="£70,000",
    workplace="hybrid",
)


def run(
    facts: JobFacts = FACTS,
    *,
    profile: Profile | None = PROFILE,
    gateway: Gateway | None = None,
    **options: Any,
) -> Score:
    return score(facts, profile=profile, options=Options(**options), gateway=gateway, on=ON)


def row(found: Score, *terms: str, scope: str | None = None) -> Row:
    """The only row with these terms (and scope)."""
    wanted = tuple(sorted(terms))
    (only,) = [r for r in found.rows if r.terms == wanted and scope in (None, r.scope)]
    return only


def terms(found: Score) -> set[str]:
    return {term for r in found.rows for term in r.terms}
