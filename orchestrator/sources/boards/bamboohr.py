"""BambooHR: an undocumented list of a company's openings; a request for each gives its text."""

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

URL = "https://{}.bamboohr.com/careers"
WORKPLACES = {"0": "onsite", "1": "remote", "2": "hybrid"}


class Listing(Reply):
    result: list[Any]


class Place(parts.Camel):
    city: Text = ""
    state: Text = ""
    province: Text = ""
    country: Text = ""
    address_country: Text = ""


class Opening(parts.Camel):
    """A row of the list; the detail says some things again and some only there."""

    id: int | str = ""
    job_opening_name: Text = ""
    job_opening_share_url: Text = ""
    department_label: Text = ""
    employment_status_label: Text = ""
    location: Place | None = None
    ats_location: Place | None = None
    is_remote: Flag = None
    location_type: Text = ""
    description: Text = ""
    date_posted: parts.Day = None
    compensation: Text = ""
    minimum_experience: Text = ""


class Result(parts.Camel):
    job_opening: Opening


class Detail(Reply):
    result: Result


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token = checked("bamboohr", query.board)

    def load(opening: Opening) -> Opening:
        answer = http.get(_page(token, str(opening.id)) + "/detail")
        return Detail.model_validate_json(answer.body).result.job_opening

    detail = single.within(query.limit, load)
    shown = partial(_posting, token, query.options.get("label"))
    found = read(Listing, http.get(f"{URL.format(token)}/list")).result
    yield from records(found, Opening, lambda opening: shown(opening, detail(opening)))


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    page = _page(checked("bamboohr", token), posting_id)
    detail = read(Detail, http.get(f"{page}/detail")).result.job_opening
    listed = [{"id": posting_id}]
    return single.only(records(listed, Opening, lambda row: _posting(token, None, row, detail)))


def _page(token: str, posting_id: str) -> str:
    return f"{URL.format(token)}/{quote(posting_id, safe='')}"


def _posting(token: str, label: str | None, listed: Opening, detail: Opening | None) -> Posting:
    more = detail or Opening()
    return Posting(
        source="bamboohr",
        source_job_id=f"{token}/{listed.id}",
        title=listed.job_opening_name or more.job_opening_name,
        employer=employer_of(token, label),
        job_url=_page(token, str(listed.id)),
        date_posted=more.date_posted,
        location=_location(more) or _location(listed),
        salary=more.compensation,
        job_type=listed.employment_status_label or more.employment_status_label,
        job_level=more.minimum_experience,
        job_function=listed.department_label or more.department_label,
        description=more.description,
        **parts.placed(_workplace(more) or _workplace(listed)),
    )


def _workplace(opening: Opening) -> str | None:
    return parts.workplace(WORKPLACES.get(opening.location_type, ""), remote=opening.is_remote)


def _location(opening: Opening) -> str | None:
    at = (each for each in (opening.location, opening.ats_location) if each)
    named = (
        joined(each.city, each.state or each.province, each.country or each.address_country)
        for each in at
    )
    return next(filter(None, named), None)
