"""Workable: one request gives an account's jobs, one row for each place of a job."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, Reply, SourceHttp, joined, read, records
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Flag, Text
from orchestrator.sources.tokens import checked, employer_of

URL = "https://apply.workable.com/api/v1/widget/accounts/{}"
TWINS = "twins"


class Account(Reply):
    name: Text = ""
    jobs: list[Any]


class Place(Reply):
    country: Text = ""
    countryCode: Text = ""  # noqa: N815
    city: Text = ""
    region: Text = ""
    state: Text = ""
    hidden: Flag = None


class Row(Place):
    locations: list[Place] | None = None

    @property
    def places(self) -> list[Place]:
        return [each for each in self.locations or [self] if not each.hidden]


class Job(Row):
    shortcode: str
    title: Text = ""
    url: Text = ""
    application_url: Text = ""
    telecommuting: Flag = None
    employment_type: Text = ""
    experience: Text = ""
    education: Text = ""
    function: Text = ""
    department: Text = ""
    industry: Text = ""
    published_on: parts.Day = None
    description: Text = ""
    twins: list[Row] | None = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token = checked("workable", query.board)
    account = _account(token, http)
    employer = account.name.strip() or employer_of(token, query.options.get("label"))
    yield from records(_one_each(account.jobs), Job, partial(_posting, token, employer))


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    account = _account(checked("workable", token), http)
    employer = account.name.strip() or employer_of(token)
    found = single.picked(_one_each(account.jobs), posting_id, by=("shortcode",))
    return single.only(records(found, Job, partial(_posting, token, employer)))


def _account(token: str, http: SourceHttp) -> Account:
    return read(Account, http.get(URL.format(quote(token)), params={"details": "true"}))


def _one_each(jobs: list[Any]) -> list[Any]:
    """A job open in several places comes once for each: one row, that holds the others."""
    kept: dict[str, Any] = {}
    for number, job in enumerate(jobs):
        code = job.get("shortcode") if isinstance(job, dict) else None
        if code and str(code) in kept:
            kept[str(code)][TWINS].append(job)
        else:
            kept[str(code or number)] = {**job, TWINS: []} if isinstance(job, dict) else job
    return list(kept.values())


def _posting(token: str, employer: str, job: Job) -> Posting:
    places = [place for row in (job, *(job.twins or ())) for place in row.places]
    named = (joined(each.city, each.region or each.state, each.country) for each in places)
    return Posting(
        source="workable",
        source_job_id=f"{token}/{job.shortcode}",
        title=job.title,
        employer=employer,
        job_url=job.url,
        application_link=job.application_url,
        date_posted=job.published_on,
        location=joined(*named, by="; "),
        job_type=job.employment_type,
        job_level=job.experience,
        job_function=job.function or job.department,
        degree_required=job.education,
        description=job.description,
        **parts.placed(
            parts.workplace(remote=job.telecommuting),
            countries=[each.countryCode for each in places],
            companyIndustry=job.industry,
        ),
    )
