"""Recruitee: one request gives a company's offers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from orchestrator.sources import parts, single
from orchestrator.sources.base import Query, Record, Reply, SourceHttp, joined, read, records
from orchestrator.sources.posting import Posting
from orchestrator.sources.shapes import Flag, Names, Number, Text, listed
from orchestrator.sources.tokens import checked, employer_of

URL = "https://{}.recruitee.com/api/offers/"


class Offers(Reply):
    offers: list[Any]


class Place(Reply):
    city: Text = ""
    state: Text = ""
    country: Text = ""
    country_code: Text = ""


class Salary(Reply):
    min: Number = None
    max: Number = None
    currency: Text = ""
    period: Text = ""


class Offer(Place):
    id: int | str
    slug: Text = ""
    title: Text = ""
    company_name: Text = ""
    careers_url: Text = ""
    careers_apply_url: Text = ""
    description: Text = ""
    requirements: Text = ""
    locations: list[Place] | None = None
    remote: Flag = None
    hybrid: Flag = None
    on_site: Flag = None
    employment_type_code: Text = ""
    experience_code: Text = ""
    education_code: Text = ""
    department: Text = ""
    tags: Names = ()
    salary: Salary | None = None
    published_at: parts.Day = None
    close_at: parts.Day = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    token = checked("recruitee", query.board)
    shown = partial(_posting, token, query.options.get("label"))
    yield from records(_offers(token, http), Offer, shown)


def one(token: str, posting_id: str, http: SourceHttp) -> Posting:
    """`posting_id` is an offer's number or the slug of its address."""
    offers = _offers(checked("recruitee", token), http)
    found = single.picked(offers, posting_id, by=("id", "slug"))
    return single.only(records(found, Offer, partial(_posting, token, None)))


def _offers(token: str, http: SourceHttp) -> list[Any]:
    return read(Offers, http.get(URL.format(token))).offers


def _posting(token: str, label: str | None, offer: Offer) -> Posting:
    places, salary = offer.locations or [offer], offer.salary or Salary()
    named = (joined(each.city, each.state, each.country) for each in places)
    page = f"https://{token}.recruitee.com/o/{offer.slug}" if offer.slug else ""
    onsite = "onsite" if offer.on_site else ""
    paid = parts.Range(salary.min, salary.max, salary.currency, salary.period)
    return Posting(
        source="recruitee",
        source_job_id=f"{token}/{offer.id}",
        title=offer.title,
        employer=offer.company_name.strip() or employer_of(token, label),
        job_url=offer.careers_url or page,
        application_link=offer.careers_apply_url,
        date_posted=offer.published_at,
        deadline=offer.close_at,
        location=joined(*named, by="; "),
        job_type=_words(offer.employment_type_code),
        job_level=_words(offer.experience_code),
        job_function=offer.department,
        degree_required=_words(offer.education_code),
        description=offer.description + offer.requirements,
        **parts.pay([paid]),
        **parts.placed(
            parts.workplace(onsite, remote=offer.remote, hybrid=offer.hybrid),
            countries=[each.country_code for each in places],
            skills=listed(offer.tags),
        ),
    )


def _words(code: str) -> str:
    return code.replace("_", " ")
