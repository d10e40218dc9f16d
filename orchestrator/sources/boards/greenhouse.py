"""Greenhouse: one request gives a whole board, descriptions encoded once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, Reply, SourceHttp, joined, read, records
from orchestrator.sources.base import unescaped_once as unescaped
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Name, Names, Number, Text, listed
from orchestrator.sources.tokens import checked, employer_of

URL = "https://boards-api.greenhouse.io/v1/boards/{}/jobs"


class Board(Reply):
    jobs: list[Any]


class Office(Reply):
    name: Text = ""
    location: Name = ""


class PayRange(Reply):
    min_cents: Number = None
    max_cents: Number = None
    currency_type: Text = ""
    title: Text = ""
    blurb: Text = ""


class Job(Reply):
    id: int | str
    title: Text = ""
    absolute_url: Text = ""
    company_name: Text = ""
    location: Name = ""
    offices: list[Office] | None = None
    content: Text = ""
    first_published: parts.Day = None
    application_deadline: parts.Day = None
    departments: Names = ()
    pay_input_ranges: list[PayRange] | None = None
    requisition_id: Text = ""
    language: Text = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token = checked("greenhouse", query.board)
    asked = {"content": "true", "pay_transparency": "true"}
    board = read(Board, http.get(URL.format(quote(token)), params=asked))
    shown = partial(_posting, token, query.options.get("label"))
    yield from records(board.jobs, Job, shown)


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    url = URL.format(quote(checked("greenhouse", token)))
    asked = {"pay_transparency": "true"}
    answer = http.get(f"{url}/{quote(posting_id, safe='')}", params=asked)
    return single.only(single.alone(answer, Job, partial(_posting, token, None)))


def _posting(token: str, label: str | None, job: Job) -> Posting:
    offices = joined(*(office.location or office.name for office in job.offices or ()), by="; ")
    return Posting(
        source="greenhouse",
        source_job_id=f"{token}/{job.id}",
        title=job.title,
        employer=job.company_name.strip() or employer_of(token, label),
        job_url=job.absolute_url,
        location=job.location or offices,
        date_posted=job.first_published,
        deadline=job.application_deadline,
        job_function=listed(job.departments),
        description=unescaped(job.content),
        **parts.pay(_range(each) for each in job.pay_input_ranges or ()),
        **parts.placed(None, requisition=job.requisition_id, language=job.language),
    )


def _range(pay_range: PayRange) -> parts.Range:
    return parts.Range(
        pay_range.min_cents / 100 if pay_range.min_cents else None,
        pay_range.max_cents / 100 if pay_range.max_cents else None,
        pay_range.currency_type,
        parts.interval(f"{pay_range.title} {pay_range.blurb}"),
    )
