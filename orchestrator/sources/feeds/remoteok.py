"""Remote OK: https://remoteok.com/api, the whole feed. Its first element is a legal notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import RootModel

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, read, records
from orchestrator.sources.parts import Range, pay
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Address, Html, Moment, Names, Number, Text, listed, said

URL = "https://remoteok.com/api"
# What a job without a slug gives as its address is the list of all jobs.
NO_SLUG = "/remote-jobs/"


class Feed(RootModel[list[Any]]):
    pass


class Job(Reply):
    id: Text
    position: Text = ""
    company: Text = ""
    company_logo: Address = ""
    url: Text = ""
    apply_url: Address = ""
    epoch: Moment = None
    location: Text = ""
    tags: Names = ()
    salary_min: Number = None
    salary_max: Number = None
    description: Html = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    feed = read(Feed, http.get(URL)).root
    yield from records(
        (row for row in feed if not isinstance(row, Mapping) or row.get("id")), Job, _posting
    )


def _posting(job: Job) -> Posting:
    return Posting(
        source="remoteok",
        source_job_id=job.id,
        title=job.position,
        employer=job.company,
        job_url=f"{job.url}{job.id}" if job.url.endswith(NO_SLUG) else job.url,
        application_link="" if job.apply_url.endswith(NO_SLUG) else job.apply_url,
        date_posted=job.epoch,
        location=job.location,
        **pay([Range(job.salary_min, job.salary_max, "USD", "yearly")]),
        is_remote=True,
        description=job.description,
        extras=said(skills=listed(job.tags), companyLogo=job.company_logo),
    )
