"""Himalayas: https://himalayas.app/jobs/api/search?q&country&page, one search per term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, joined, read, records
from orchestrator.sources.paging import Page, distinct, rows, share
from orchestrator.sources.parts import Camel, Range, pay, placed
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Address, Html, Moment, Names, Number, Text, listed, said

URL = "https://himalayas.app/jobs/api/search"
ROW = SOURCES["himalayas"]


class Found(Reply):
    jobs: list[Any]


class Job(Camel):
    guid: Text = ""
    title: Text = ""
    company_name: Text = ""
    company_logo: Address = ""
    application_link: Address = ""
    description: Html = ""
    # Countries by name, or as objects that hold name and code.
    location_restrictions: Any = None
    seniority: Names = ()
    employment_type: Text = ""
    categories: Names = ()
    min_salary: Number = None
    max_salary: Number = None
    currency: Text = ""
    salary_period: Text = ""
    pub_date: Moment = None
    expiry_date: Moment = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    terms = query.terms or ("",)
    most = share(query.limit, searches=len(terms))
    found = (row for term in terms for row in islice(_found(term, query, http), most))
    yield from distinct(records(found, Job, _posting))


def _found(term: str, query: Query, http: SourceHttp) -> Iterator[object]:
    asked = said(q=term, country=query.country)

    def page(number: int) -> Page:
        jobs = read(Found, http.get(URL, params=asked | {"page": str(number)})).jobs
        return Page(jobs, last=len(jobs) < ROW.page_size)

    return rows(page, most=ROW.max_pages)


def _posting(job: Job) -> Posting:
    places, codes = _countries(job.location_restrictions)
    return Posting(
        source="himalayas",
        source_job_id=job.guid,
        title=job.title,
        employer=job.company_name,
        # The site wants a link to itself; its number of a job is the address there.
        job_url=job.guid if job.guid.startswith("https://") else job.application_link,
        application_link=job.application_link,
        date_posted=job.pub_date,
        deadline=job.expiry_date,
        location=places,
        **pay([Range(job.min_salary, job.max_salary, job.currency, job.salary_period)]),
        job_type=job.employment_type,
        job_level=listed(job.seniority),
        job_function=listed(name.replace("-", " ") for name in job.categories),
        description=job.description,
        **placed("remote", countries=codes, companyLogo=job.company_logo),
    )


def _countries(restrictions: object) -> tuple[str | None, list[str]]:
    """Where the job may be done, as a person reads it and as codes, as far as they are given."""
    each = restrictions if isinstance(restrictions, list) else []
    objects = [one for one in each if isinstance(one, Mapping)]
    names = [one.get("name") if isinstance(one, Mapping) else one for one in each]
    codes = [str(one["alpha2"]) for one in objects if one.get("alpha2")]
    return joined(*(name for name in names if isinstance(name, str))), codes
