"""SmartRecruiters: postings by the hundred; a request for each gives its text and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, SourceHttp, joined, read, records
from orchestrator.sources.paging import Page, distinct, rows
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Flag, Name, Text
from orchestrator.sources.tokens import checked, employer_of

URL = "https://api.smartrecruiters.com/v1/companies/{}/postings"
PAGE = "https://jobs.smartrecruiters.com/{}/{}"
SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
NO_LEVEL = "Not Applicable"


class Listing(parts.Camel):
    content: list[Any]
    total_found: int = 0


class Place(parts.Camel):
    full_location: Text = ""
    city: Text = ""
    region: Text = ""
    country: Text = ""
    remote: Flag = None
    hybrid: Flag = None


class Language(parts.Camel):
    code: Text = ""


class Section(parts.Camel):
    title: Text = ""
    text: Text = ""


class Job(parts.Camel):
    """A row of the listing; asked for by itself it has an advertisement and addresses too."""

    id: str
    name: Text = ""
    company: Name = ""
    released_date: parts.Day = None
    location: Place | None = None
    type_of_employment: Name = ""
    experience_level: Name = ""
    function: Name = ""
    department: Name = ""
    industry: Name = ""
    ref_number: Text = ""
    language: Language | None = None
    job_ad: dict[str, Any] | None = None
    posting_url: Text = ""
    apply_url: Text = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token, row = checked("smartrecruiters", query.board), SOURCES["smartrecruiters"]
    url = URL.format(quote(token))

    def page(number: int) -> Page:
        offset = (number - 1) * row.page_size
        asked = {"offset": str(offset), "limit": str(row.page_size)}
        found = read(Listing, http.get(url, params=asked))
        return Page(found.content, last=offset + row.page_size >= found.total_found)

    def load(job: Job) -> Job:
        return Job.model_validate_json(http.get(f"{url}/{quote(job.id, safe='')}").body)

    detail = single.within(query.limit, load)
    shown = partial(_posting, token, query.options.get("label"))
    found = rows(page, most=row.max_pages)
    yield from distinct(records(found, Job, lambda job: shown(detail(job) or job)))


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    url = URL.format(quote(checked("smartrecruiters", token)))
    answer = http.get(f"{url}/{quote(posting_id, safe='')}")
    return single.only(single.alone(answer, Job, partial(_posting, token, None)))


def _posting(token: str, label: str | None, job: Job) -> Posting:
    at, level = job.location or Place(), job.experience_level
    return Posting(
        source="smartrecruiters",
        source_job_id=f"{token}/{job.id}",
        title=job.name,
        employer=job.company.strip() or employer_of(token, label),
        job_url=job.posting_url or PAGE.format(quote(token), job.id),
        application_link=job.apply_url,
        date_posted=job.released_date,
        location=at.full_location or joined(at.city, at.region, at.country.upper()),
        job_type=job.type_of_employment,
        job_level="" if level == NO_LEVEL else level,
        job_function=job.function or job.department,
        description=_text((job.job_ad or {}).get("sections")),
        **parts.placed(
            parts.workplace(remote=at.remote, hybrid=at.hybrid),
            countries=[at.country],
            companyIndustry=job.industry,
            requisition=job.ref_number,
            language=job.language.code if job.language else "",
        ),
    )


def _text(sections: Any) -> str:
    told = sections if isinstance(sections, dict) else {}
    found = [Section.model_validate(told.get(name) or {}) for name in SECTIONS]
    return "".join(parts.section(each.title, each.text) for each in found)
