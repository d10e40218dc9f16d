"""Lever: a site's postings by the hundred. What the first host does not know, the European may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from pydantic import RootModel

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, SourceError, SourceHttp, joined, read, records
from orchestrator.sources.paging import Page, rows
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Moment, Names, Number, Text
from orchestrator.sources.tokens import checked, employer_of

EUROPE = "eu/"
Site = RootModel[list[Any]]


class Categories(parts.Camel):
    location: Text = ""
    all_locations: Names = ()
    commitment: Text = ""
    team: Text = ""
    department: Text = ""
    level: Text = ""


class Section(parts.Camel):
    text: Text = ""
    content: Text = ""


class Salary(parts.Camel):
    min: Number = None
    max: Number = None
    currency: Text = ""
    interval: Text = ""


class Job(parts.Camel):
    id: str
    text: Text = ""
    hosted_url: Text = ""
    apply_url: Text = ""
    created_at: Moment = None
    categories: Categories | None = None
    workplace_type: Text = ""
    country: Text = ""
    description: Text = ""
    lists: list[Section] | None = None
    additional: Text = ""
    salary_range: Salary | None = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    row = SOURCES["lever"]

    def site(token: str) -> Iterator[Record]:
        def page(number: int) -> Page:
            skip = str((number - 1) * row.page_size)
            asked = {"mode": "json", "skip": skip, "limit": str(row.page_size)}
            found = read(Site, http.get(_url(token), params=asked)).root
            return Page(found, last=len(found) < row.page_size)

        shown = partial(_posting, token, query.options.get("label"))
        return records(rows(page, most=row.max_pages), Job, shown)

    yield from _in_either(checked("lever", query.board), site)


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    def shown(token: str) -> Iterator[Record]:
        answer = http.get(f"{_url(token)}/{quote(posting_id, safe='')}")
        return single.alone(answer, Job, partial(_posting, token, None))

    return single.only(_in_either(checked("lever", token), shown))


def _in_either(token: str, ask: Callable[[str], Iterator[Record]]) -> Iterator[Record]:
    try:
        yield from ask(token)
    except SourceError as error:
        if error.kind != "not_found" or token.startswith(EUROPE):
            raise
        yield from ask(EUROPE + token)


def _url(token: str) -> str:
    host = "api.eu.lever.co" if token.startswith(EUROPE) else "api.lever.co"
    return f"https://{host}/v0/postings/{quote(token.removeprefix(EUROPE))}"


def _posting(token: str, label: str | None, job: Job) -> Posting:
    told, salary = job.categories or Categories(), job.salary_range or Salary()
    told_lists = [each for each in job.lists or () if each.content.strip()]
    lists = (parts.section(each.text, f"<ul>{each.content}</ul>") for each in told_lists)
    paid = parts.Range(salary.min, salary.max, salary.currency, parts.interval(salary.interval))
    return Posting(
        source="lever",
        source_job_id=f"{token}/{job.id}",
        title=job.text,
        employer=employer_of(token, label),
        job_url=job.hosted_url,
        application_link=job.apply_url,
        date_posted=job.created_at,
        location=joined(told.location, *told.all_locations, by="; "),
        job_type=told.commitment,
        job_level=told.level,
        job_function=told.team or told.department,
        description="".join((job.description, *lists, job.additional)),
        **parts.pay([paid]),
        **parts.placed(parts.workplace(job.workplace_type), countries=[job.country]),
    )
