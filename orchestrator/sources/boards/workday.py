"""Workday: an undocumented listing of twenty a page; a request for each gives the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, SourceHttp, joined, read, records
from orchestrator.sources.paging import Page, distinct, rows
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Moment, Name, Names, Text
from orchestrator.sources.tokens import checked, employer_of, home_of, workday_api

# "5 Locations" in any language
COUNTED = re.compile(r"\d+\s+\w+")
# The organisation's number in the company's own books: "2100 Acme Ltd".
BOOKED = re.compile(r"^\d{3,}\s+(?=\S)")


class Listing(parts.Camel):
    job_postings: list[Any]


class Listed(parts.Camel):
    external_path: str
    title: Text = ""
    locations_text: Text = ""
    bullet_fields: Names = ()

    @property
    def address(self) -> str:
        return quote(self.external_path, safe="/%")


class Country(parts.Camel):
    alpha2_code: Text = ""


class Posted(parts.Camel):
    title: Text = ""
    job_description: Text = ""
    location: Text = ""
    additional_locations: Names = ()
    start_date: Moment = None
    end_date: Moment = None
    time_type: Text = ""
    job_req_id: Text = ""
    country: Country | None = None
    remote_type: Text = ""
    external_url: Text = ""


class Detail(parts.Camel):
    job_posting_info: Posted
    hiring_organization: Name = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token, row = checked("workday", query.board), SOURCES["workday"]

    def page(number: int) -> Page:
        offset = (number - 1) * row.page_size
        asked = {"appliedFacets": {}, "limit": row.page_size, "offset": offset, "searchText": ""}
        jobs = read(Listing, http.post(f"{workday_api(token)}/jobs", body=asked)).job_postings
        return Page(jobs, last=len(jobs) < row.page_size)

    def load(job: Listed) -> Detail:
        return Detail.model_validate_json(http.get(workday_api(token) + job.address).body)

    detail = single.within(query.limit, load)
    shown = partial(_posting, token, query.options.get("label"))
    found = rows(page, most=row.max_pages)
    yield from distinct(records(found, Listed, lambda job: shown(job, detail(job))))


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    """`posting_id` is the path of the posting's page after "job/"."""
    path = f"/job/{posting_id}"
    detail = read(Detail, http.get(workday_api(checked("workday", token)) + quote(path)))
    listed = {"externalPath": path, "bulletFields": [detail.job_posting_info.job_req_id]}
    return single.only(records([listed], Listed, lambda job: _posting(token, None, job, detail)))


def _posting(token: str, label: str | None, job: Listed, detail: Detail | None) -> Posting:
    company = detail.hiring_organization if detail else ""
    posted = detail.job_posting_info if detail else Posted()
    listed_at = "" if COUNTED.fullmatch(job.locations_text.strip()) else job.locations_text
    return Posting(
        source="workday",
        source_job_id=f"{token}/{_number(job)}",
        title=job.title or posted.title,
        employer=BOOKED.sub("", company.strip()) or employer_of(token, label),
        job_url=posted.external_url or home_of("workday", token) + job.address,
        date_posted=posted.start_date,
        deadline=posted.end_date,
        location=joined(posted.location, *posted.additional_locations, by="; ") or listed_at,
        job_type=posted.time_type,
        description=posted.job_description,
        **parts.placed(
            parts.workplace(posted.remote_type),
            countries=[posted.country.alpha2_code if posted.country else ""],
            requisition=posted.job_req_id or next(iter(job.bullet_fields), None),
        ),
    )


def _number(job: Listed) -> str:
    """The requisition as the path ends with it, so that two postings of one differ."""
    slug = job.external_path.rsplit("/", 1)[-1]
    named = [slug[slug.rindex(each) :] for each in job.bullet_fields if each in slug]
    return next(iter(named), slug.rsplit("_", 1)[-1])
