"""The Muse: https://www.themuse.com/api/public/jobs?page=N; a key only raises its limit.

The options category, level and location of a query narrow the list in the site's own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestrator.sources.base import Query, Record, Reply, SourceHttp, joined, read, records
from orchestrator.sources.paging import Page, distinct, rows
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Html, Moment, Name, Names, Text, listed

ROW = SOURCES["themuse"]
URL = "https://www.themuse.com/api/public/jobs"
NARROWED_BY = ("category", "level", "location")
REMOTE_PLACE = "flexible / remote"


class Links(Reply):
    landing_page: Text = ""


class Feed(Reply):
    results: list[Any]
    page_count: int = 0


class Job(Reply):
    id: Text = ""
    name: Text = ""
    company: Name = ""
    refs: Links = Links()
    locations: Names = ()
    levels: Names = ()
    categories: Names = ()
    publication_date: Moment = None
    contents: Html = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    asked = {name: query.options[name] for name in NARROWED_BY if query.options.get(name)}
    if query.keys.get("themuseApiKey"):
        asked["api_key"] = query.keys["themuseApiKey"]

    def page(number: int) -> Page:
        feed = read(Feed, http.get(URL, params=asked | {"page": str(number)}))
        return Page(feed.results, last=0 < feed.page_count <= number)

    yield from distinct(records(rows(page, most=ROW.max_pages), Job, _posting))


def _posting(job: Job) -> Posting:
    return Posting(
        source="themuse",
        source_job_id=job.id,
        title=job.name,
        employer=job.company,
        job_url=job.refs.landing_page,
        date_posted=job.publication_date,
        location=joined(*job.locations, by="; "),
        is_remote=_remote(job.locations),
        job_level=listed(job.levels),
        job_function=listed(job.categories),
        description=job.contents,
    )


def _remote(places: tuple[str, ...]) -> bool | None:
    """Only when nothing but remote is offered: beside a city it may be either."""
    kinds = {place.strip().lower() == REMOTE_PLACE for place in places}
    return True if kinds == {True} else None
