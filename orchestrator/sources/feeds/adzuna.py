"""Adzuna: https://api.adzuna.com/v1/api/jobs/{country}/search/{page}, newest first.

One search per term and place, with the owner's own application id and key. Descriptions are
snippets; pay is per year in the country's money, and partly Adzuna's own guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from orchestrator.sources.base import Query, Record, Reply, SourceError, SourceHttp, read, records
from orchestrator.sources.paging import Page, distinct, rows, share
from orchestrator.sources.parts import Range, pay
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Flag, Html, Moment, Name, Names, Number, Text, listed, said

ROW = SOURCES["adzuna"]
URL = "https://api.adzuna.com/v1/api/jobs/{country}/search/{page}"
EURO = ("AT", "BE", "DE", "ES", "FR", "IT", "NL")
CURRENCIES = dict.fromkeys(EURO, "EUR") | {
    "AU": "AUD", "BR": "BRL", "CA": "CAD", "CH": "CHF", "GB": "GBP", "IN": "INR", "MX": "MXN",
    "NZ": "NZD", "PL": "PLN", "SG": "SGD", "US": "USD", "ZA": "ZAR",
}  # fmt: skip


class Found(Reply):
    results: list[Any]


class Place(Reply):
    display_name: Text = ""
    area: Names = ()


class Job(Reply):
    id: Text = ""
    title: Text = ""
    company: Name = ""
    location: Place = Place()
    redirect_url: Text = ""
    description: Html = ""
    created: Moment = None
    salary_min: Number = None
    salary_max: Number = None
    salary_is_predicted: Flag = None
    contract_type: Text = ""
    contract_time: Text = ""
    category: Name = ""


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    asked, country = _asked(query), _country(query)
    searches = list(product(query.terms or ("",), query.places or ("",)))
    most = share(query.limit, searches=len(searches))
    found = (
        row
        for what, where in searches
        for row in islice(_found({**asked, **said(what=what, where=where)}, country, http), most)
    )
    yield from distinct(records(found, Job, lambda job: _posting(job, country=country)))


def _asked(query: Query) -> dict[str, Any]:
    """What every request says. Raises SourceError before any."""
    keys = [query.keys.get(name) for name in ROW.needs]
    if not all(keys):
        raise SourceError("needs_key", "Adzuna needs an application id and a key in the settings.")
    days = (query.today - query.since).days if query.since and query.today else None
    return said(
        app_id=keys[0],
        app_key=keys[1],
        results_per_page=str(ROW.page_size),
        sort_by="date",
        max_days_old=str(max(1, days)) if days is not None else None,
        distance=query.options.get("distance"),
    )


def _country(query: Query) -> str:
    country = (query.country or "").upper()
    if not country:
        raise SourceError("unsupported", "Adzuna searches one country at a time. Choose one.")
    if country not in ROW.countries:
        raise SourceError("unsupported", f"Adzuna lists no jobs in {country}.")
    return country


def _found(asked: dict[str, str], country: str, http: SourceHttp) -> Iterator[object]:
    def page(number: int) -> Page:
        url = URL.format(country=country.lower(), page=number)
        results = read(Found, http.get(url, params=asked)).results
        return Page(results, last=len(results) < ROW.page_size)

    return rows(page, most=ROW.max_pages)


def _posting(job: Job, *, country: str) -> Posting:
    paid = pay([Range(job.salary_min, job.salary_max, CURRENCIES[country], "yearly")])
    guessed = job.salary_is_predicted if job.salary_min or job.salary_max else None
    form = (job.contract_type, job.contract_time)
    return Posting(
        source="adzuna",
        source_job_id=job.id,
        title=job.title,
        employer=job.company,
        job_url=job.redirect_url,
        date_posted=job.created,
        location=listed([job.location.display_name, *job.location.area[:1]]),
        **paid,
        job_type=listed(word.replace("_", "-") for word in form),
        job_function=job.category,
        description=job.description,
        extras=said(descriptionTruncated=True, salaryIsPredicted=guessed),
    )
