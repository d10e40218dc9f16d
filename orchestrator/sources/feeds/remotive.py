"""Remotive: https://remotive.com/api/remote-jobs, the whole feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, read, records
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Address, Html, Moment, Names, Text, listed, said

URL = "https://remotive.com/api/remote-jobs"


class Feed(Reply):
    jobs: list[Any]


class Job(Reply):
    id: Text = ""
    url: Text = ""
    title: Text = ""
    company_name: Text = ""
    company_logo: Address = ""
    category: Text = ""
    tags: Names = ()
    job_type: Text = ""
    publication_date: Moment = None
    candidate_required_location: Text = ""
    salary: Text = ""
    description: Html = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    yield from records(read(Feed, http.get(URL)).jobs, Job, _posting)


def _posting(job: Job) -> Posting:
    return Posting(
        source="remotive",
        source_job_id=job.id,
        title=job.title,
        employer=job.company_name,
        job_url=job.url,
        date_posted=job.publication_date,
        location=job.candidate_required_location,
        salary=job.salary,
        is_remote=True,
        job_type=job.job_type.replace("_", "-"),
        job_function=job.category,
        description=job.description,
        extras=said(skills=listed(job.tags), companyLogo=job.company_logo),
    )
