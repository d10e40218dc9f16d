"""Ashby: one request gives a whole board, with what it says about pay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, Reply, SourceHttp, joined, read, records
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Flag, Number, Text
from orchestrator.sources.tokens import checked, employer_of

# "FullTime"
WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
URL = "https://api.ashbyhq.com/posting-api/job-board/{}"


class Board(Reply):
    jobs: list[Any]


class Postal(parts.Camel):
    address_locality: Text = ""
    address_region: Text = ""
    address_country: Text = ""


class Address(parts.Camel):
    postal_address: Postal | None = None


class Spot(parts.Camel):
    location: Text = ""
    address: Address | None = None


class Component(parts.Camel):
    compensation_type: Text = ""
    interval: Text = ""
    currency_code: Text = ""
    min_value: Number = None
    max_value: Number = None


class Tier(parts.Camel):
    components: list[Component] | None = None


class Compensation(parts.Camel):
    compensation_tier_summary: Text = ""
    compensation_tiers: list[Tier] | None = None


class Job(Spot):
    id: str
    title: Text = ""
    job_url: Text = ""
    apply_url: Text = ""
    published_at: parts.Day = None
    secondary_locations: list[Spot] | None = None
    workplace_type: Text = ""
    is_remote: Flag = None
    employment_type: Text = ""
    department: Text = ""
    description_html: Text = ""
    compensation: Compensation | None = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token = checked("ashby", query.board)
    shown = partial(_posting, token, query.options.get("label"))
    yield from records(_listed(token, http), Job, shown)


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    found = single.picked(_listed(checked("ashby", token), http), posting_id, by=("id",))
    return single.only(records(found, Job, partial(_posting, token, None)))


def _listed(token: str, http: SourceHttp) -> list[Any]:
    answer = http.get(URL.format(quote(token)), params={"includeCompensation": "true"})
    jobs = read(Board, answer).jobs
    return [job for job in jobs if not (isinstance(job, dict) and job.get("isListed") is False)]


def _posting(token: str, label: str | None, job: Job) -> Posting:
    told = job.compensation or Compensation()
    components = [each for tier in told.compensation_tiers or () for each in tier.components or ()]
    salaries = [each for each in components if each.compensation_type == "Salary"]
    return Posting(
        source="ashby",
        source_job_id=f"{token}/{job.id}",
        title=job.title,
        employer=employer_of(token, label),
        job_url=job.job_url,
        application_link=job.apply_url,
        date_posted=job.published_at,
        location=joined(*map(_named, (job, *(job.secondary_locations or ()))), by="; "),
        job_type=WORDS.sub(" ", job.employment_type).capitalize(),
        job_function=job.department,
        description=job.description_html,
        **parts.pay(map(_range, salaries), text=told.compensation_tier_summary or None),
        **parts.placed(parts.workplace(job.workplace_type, remote=job.is_remote)),
    )


def _range(salary: Component) -> parts.Range:
    per = parts.interval(salary.interval)
    return parts.Range(salary.min_value, salary.max_value, salary.currency_code, per)


def _named(spot: Spot) -> str | None:
    """A board's own words for a place often leave out the country, which the address has."""
    at = (spot.address.postal_address if spot.address else None) or Postal()
    country = "" if at.address_country.lower() in spot.location.lower() else at.address_country
    return joined(spot.location or joined(at.address_locality, at.address_region), country)
