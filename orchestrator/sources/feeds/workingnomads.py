"""Working Nomads: https://www.workingnomads.com/api/exposed_jobs/, the whole feed.

Its jobs have no id; the address is the only thing that stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import RootModel

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, read, records
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Html, Moment, Text, listed, said

URL = "https://www.workingnomads.com/api/exposed_jobs/"


class Feed(RootModel[list[Any]]):
    pass


class Job(Reply):
    url: Text = ""
    title: Text = ""
    company_name: Text = ""
    category_name: Text = ""
    tags: Text = ""
    location: Text = ""
    pub_date: Moment = None
    description: Html = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    yield from records(read(Feed, http.get(URL)).root, Job, _posting)


def _posting(job: Job) -> Posting:
    return Posting(
        source="workingnomads",
        source_job_id=job.url,
        title=job.title,
        employer=job.company_name,
        job_url=job.url,
        date_posted=job.pub_date,
        location=job.location,
        is_remote=True,
        job_function=job.category_name,
        description=job.description,
        extras=said(skills=listed(job.tags.split(","))),
    )
