"""Arbeitnow: https://www.arbeitnow.com/api/job-board-api?page=N until no next page is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, read, records
from orchestrator.sources.paging import Page, distinct, rows
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Flag, Html, Moment, Names, Text, listed, said

URL = "https://www.arbeitnow.com/api/job-board-api"


class Links(Reply):
    next: Text = ""


class Feed(Reply):
    data: list[Any]
    links: Links = Links()


class Job(Reply):
    slug: Text = ""
    title: Text = ""
    company_name: Text = ""
    url: Text = ""
    description: Html = ""
    remote: Flag = None
    location: Text = ""
    job_types: Names = ()
    tags: Names = ()
    created_at: Moment = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    def page(number: int) -> Page:
        feed = read(Feed, http.get(URL, params={"page": str(number)}))
        return Page(feed.data, last=not feed.links.next)

    found = rows(page, most=SOURCES["arbeitnow"].max_pages)
    yield from distinct(records(found, Job, _posting))


def _posting(job: Job) -> Posting:
    return Posting(
        source="arbeitnow",
        source_job_id=job.slug,
        title=job.title,
        employer=job.company_name,
        job_url=job.url,
        date_posted=job.created_at,
        location=job.location,
        is_remote=job.remote,
        job_type=listed(job.job_types),
        description=job.description,
        extras=said(skills=listed(job.tags)),
    )
