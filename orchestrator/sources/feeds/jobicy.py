"""Jobicy: https://jobicy.com/api/v2/remote-jobs, one page of its newest jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, read, records
from orchestrator.sources.parts import Camel, Range, pay
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Address, Html, Moment, Names, Number, Text, listed, said

URL = "https://jobicy.com/api/v2/remote-jobs"
ANY_LEVEL = "any"


class Feed(Reply):
    jobs: list[Any]


class Job(Camel):
    id: Text = ""
    url: Text = ""
    job_title: Text = ""
    company_name: Text = ""
    company_logo: Address = ""
    job_industry: Names = ()
    job_type: Names = ()
    job_geo: Text = ""
    job_level: Text = ""
    job_description: Html = ""
    pub_date: Moment = None
    salary_min: Number = None
    salary_max: Number = None
    salary_period: Text = ""
    salary_currency: Text = ""
    # Of answers before salaryPeriod came.
    annual_salary_min: Number = None
    annual_salary_max: Number = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    answer = http.get(URL, params={"count": str(SOURCES["jobicy"].page_size)})
    yield from records(read(Feed, answer).jobs, Job, _posting)


def _posting(job: Job) -> Posting:
    yearly = Range(job.annual_salary_min, job.annual_salary_max, job.salary_currency, "yearly")
    named = Range(job.salary_min, job.salary_max, job.salary_currency, job.salary_period)
    return Posting(
        source="jobicy",
        source_job_id=job.id,
        title=job.job_title,
        employer=job.company_name,
        job_url=job.url,
        date_posted=job.pub_date,
        location=job.job_geo,
        **pay([named if named.lowest or named.highest else yearly]),
        is_remote=True,
        job_type=listed(job.job_type),
        job_level=job.job_level if job.job_level.lower() != ANY_LEVEL else None,
        job_function=listed(job.job_industry),
        description=job.job_description,
        extras=said(companyLogo=job.company_logo),
    )
