"""Sites asked with the optional python-jobspy: what the child program is told, and what it found.

`http` is no http here: `post` runs the program (jobspy_child.py) and brings its answer. One search
per term and place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from math import ceil
from typing import Any

from jobops.lib.words import later
from orchestrator.sources.base import Query, Record, Reply, SourceError, SourceHttp, read, records
from orchestrator.sources.posting import Posting

PROGRAM = "orchestrator.sources.jobspy_child"
INSTALL = "pip install python-jobspy"
MISSING = later(
    "The optional python-jobspy is not installed. Install it with “pip install python-jobspy”."
)
KILOMETRES_PER_MILE = 1.609344
# These two ask the site of a country; the others look for its name.
BY_COUNTRY = frozenset({"indeed", "glassdoor"})
COUNTRIES: Mapping[str, str] = {
    "AE": "united arab emirates", "AR": "argentina", "AT": "austria", "AU": "australia",
    "BE": "belgium", "BH": "bahrain", "BR": "brazil", "CA": "canada", "CH": "switzerland",
    "CL": "chile", "CN": "china", "CO": "colombia", "CR": "costa rica", "CZ": "czech republic",
    "DE": "germany", "DK": "denmark", "EC": "ecuador", "EG": "egypt", "ES": "spain",
    "FI": "finland", "FR": "france", "GB": "uk", "GR": "greece", "HK": "hong kong",
    "HU": "hungary", "ID": "indonesia", "IE": "ireland", "IL": "israel", "IN": "india",
    "IT": "italy", "JP": "japan", "KR": "south korea", "KW": "kuwait", "LU": "luxembourg",
    "MA": "morocco", "MX": "mexico", "MY": "malaysia", "NG": "nigeria", "NL": "netherlands",
    "NO": "norway", "NZ": "new zealand", "OM": "oman", "PA": "panama", "PE": "peru",
    "PH": "philippines", "PK": "pakistan", "PL": "poland", "PT": "portugal", "QA": "qatar",
    "RO": "romania", "SA": "saudi arabia", "SE": "sweden", "SG": "singapore", "TH": "thailand",
    "TR": "turkey", "TW": "taiwan", "UA": "ukraine", "US": "usa", "UY": "uruguay",
    "VE": "venezuela", "VN": "vietnam", "ZA": "south africa",
}  # fmt: skip
# What the library writes in English into its report, and what it means. Its texts may hold the
# address it asked, and with it the words of the search.
REPORTED: Mapping[str, re.Pattern[str]] = {
    "timeout": re.compile(r"timed out|Timeout"),
    "unreachable": re.compile(r"ConnectionPool|Max retries|Failed to connect|Could not resolve"
                              r"|status code 5\d\d"),
    "rate_limited": re.compile(r"status code 429|Too many requests", re.I),
    "refused": re.compile(r"status code 40[13]|blocked|captcha|forbidden", re.I),
    "unsupported": re.compile(r"not (?:available|supported)|Invalid country_indeed"),
}  # fmt: skip


class Found(Reply):
    """The child's answer; `error` and `warnings` are the library's own words, for the log alone."""

    rows: list[Any]
    error: str | None = None
    warnings: list[str] = []


class Row(Reply):
    id: Any = None
    title: Any = None
    company: Any = None
    job_url: Any = None
    job_url_direct: Any = None
    location: Any = None
    date_posted: Any = None
    job_type: Any = None
    interval: Any = None
    min_amount: Any = None
    max_amount: Any = None
    currency: Any = None
    is_remote: Any = None
    job_level: Any = None
    job_function: Any = None
    listing_type: Any = None
    description: Any = None
    company_industry: Any = None
    company_url: Any = None
    company_url_direct: Any = None
    company_logo: Any = None
    skills: Any = None
    experience_range: Any = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    site = query.options.get("site", "")
    searches = list(product(query.terms or ("",), query.places or ("",)))
    seen: set[str] = set()
    for term, place in searches:
        asked = _asked(query, site=site, term=term, place=place, searches=len(searches))
        found = read(Found, http.post(PROGRAM, body=asked))
        for record in records(found.rows, Row, lambda row: _posting(row, site=site)):
            mark = record.job_url if isinstance(record, Posting) else ""
            if not mark or mark not in seen:
                yield record
            seen.add(mark)
        if found.error:
            raise SourceError(_kind(found.error))


def _asked(query: Query, *, site: str, term: str, place: str, searches: int) -> dict[str, object]:
    """The arguments of the library's one function, those that are not its defaults."""
    country = COUNTRIES.get(query.country or "")
    if site in BY_COUNTRY and country is None:
        raise SourceError("unsupported", "This site is asked by country. Choose one it knows.")
    where = ", ".join(filter(None, (place, None if site in BY_COUNTRY else country)))
    remote = query.workplaces == frozenset({"remote"})
    words = [term, "remote" if remote else "", "jobs", f"near {where}" if where else ""]
    kilometres = query.options.get("distance", "")
    asked = {
        "site_name": site,
        "search_term": term,
        "google_search_term": " ".join(filter(None, words)),
        "location": where,
        "country_indeed": country,
        "distance": round(float(kilometres) / KILOMETRES_PER_MILE) if kilometres else None,
        "is_remote": remote,
        "hours_old": _hours(query.since, today=query.today),
        "results_wanted": max(1, ceil(query.limit / searches)),
        "linkedin_fetch_description": site == "linkedin" or None,
        "description_format": "html",
    }
    return {name: value for name, value in asked.items() if value not in (None, "", False)}


def _hours(since: date | None, *, today: date | None) -> int | None:
    return max(1, (today - since).days) * 24 if since and today else None


def _posting(row: Row, *, site: str) -> Posting:
    paid = bool(row.min_amount or row.max_amount)
    extras = {
        "skills": row.skills,
        "experienceRange": row.experience_range,
        "companyIndustry": row.company_industry,
        "companyUrlDirect": row.company_url_direct,
        "companyLogo": row.company_logo,
        "listingType": row.listing_type,
    }
    return Posting(
        source=f"jobspy_{site}",
        source_job_id=row.id,
        title=row.title,
        employer=row.company,
        job_url=row.job_url,
        job_url_direct=_address(row.job_url_direct),
        employer_url=_address(row.company_url),
        date_posted=str(row.date_posted)[:10] if row.date_posted else None,
        location=row.location,
        salary_min=row.min_amount,
        salary_max=row.max_amount,
        salary_currency=row.currency if paid else None,
        salary_interval=row.interval if paid else None,
        is_remote=row.is_remote,
        job_type=row.job_type,
        job_level=row.job_level,
        job_function=row.job_function,
        description=row.description or "",
        extras={name: value for name, value in extras.items() if value},
    )


def _address(value: object) -> str | None:
    """The sites write all sorts of things where only an address helps."""
    text = str(value or "").strip()
    return text if text.startswith(("http://", "https://")) and " " not in text else None


def _kind(reported: str) -> str:
    said = (kind for kind, words in REPORTED.items() if words.search(reported))
    return next(said, "changed_shape")
