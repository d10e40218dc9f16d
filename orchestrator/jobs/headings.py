"""Which column of somebody's table holds which fact of a posting. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jobops.lib.text import fold

# Our own names, those of python-jobspy, of public data sets, and what people write above a column.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "job title", "position", "role", "job", "vacancy", "job name", "stelle"),
    "employer": (
        *("employer", "company", "company name", "employer name", "organisation", "organization"),
        *("hiring organization", "firma", "unternehmen", "arbeitgeber", "entreprise"),
    ),
    "job_url": (
        *("job url", "url", "link", "job link", "posting url", "posting link", "job posting"),
        *("href", "web address", "listing url", "canonical url", "absolute url", "hosted url"),
    ),
    "source": ("source", "site", "job board", "board", "portal"),
    "source_job_id": ("source job id", "job id", "id", "source id", "posting id", "external id"),
    "employer_url": ("employer url", "company url", "company website", "website"),
    "application_link": ("application link", "apply url", "apply link", "application url"),
    "job_url_direct": ("job url direct", "direct url", "original url"),
    "date_posted": (
        *("date posted", "posted at", "posted", "posted on", "pub date", "publication date"),
        *("published at", "created at", "date", "epoch"),
    ),
    "deadline": (
        *(
            "deadline",
            "application deadline",
            "apply by",
            "closing date",
            "closes",
            "valid through",
        ),
        *("expires", "expires at", "bewerbungsfrist"),
    ),
    "location": ("location", "place", "city", "job location", "job geo", "ort", "standort", "lieu"),
    "salary": ("salary", "pay", "compensation", "salary range", "wage", "gehalt"),
    "salary_min": ("salary min amount", "min amount", "salary min", "annual salary min"),
    "salary_max": ("salary max amount", "max amount", "salary max", "annual salary max"),
    "salary_currency": ("salary currency", "currency"),
    "salary_interval": ("salary interval", "interval", "pay period"),
    "is_remote": ("is remote", "remote"),
    "job_type": ("job type", "employment type", "contract type", "type", "commitment"),
    "job_level": ("job level", "level", "seniority"),
    "job_function": ("job function", "function", "department", "category", "job industry"),
    "disciplines": ("disciplines", "discipline"),
    "degree_required": ("degree required", "degree", "education"),
    "starting": ("starting", "start date", "starts"),
    "description": (
        *("description", "job description", "text", "body", "content", "details", "html"),
        *("beschreibung", "stellenbeschreibung"),
    ),
    "description_format": ("description format",),
}
# Facts we keep as the source said them, under their wire names.
EXTRAS = (
    *("skills", "listingType", "experienceRange", "workFromHomeType", "emails", "companyIndustry"),
    *("companyLogo", "companyUrlDirect", "companyAddresses", "companyNumEmployees"),
    *("companyRevenue", "companyDescription", "companyRating", "companyReviewsCount"),
    "vacancyCount",
)
# What spreadsheets take for a formula. An export puts an apostrophe before it; here it comes off.
NEUTRAL = ("=", "+", "-", "@", "\t", "\r")
NOTHING = frozenset({"", "nan", "none", "null", "n/a", "nat", "-", "—"})


def squashed(heading: str) -> str:
    """`Job URL`, `job_url` and `jobUrl` are one heading."""
    return re.sub(r"[\W_]+", "", fold(heading))


FIELDS = {squashed(name): field for field, names in NAMES.items() for name in names}
EXTRA_FIELDS = {squashed(name): name for name in EXTRAS} | {"tags": "skills"}
# Where two columns mean one fact, the more exact name wins whatever their order.
RANK = {squashed(name): rank for names in NAMES.values() for rank, name in enumerate(names)}


def known(headings: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Heading → field for those we understand; `columns` (heading → field) decides first."""
    given = {squashed(heading): field for heading, field in columns.items()}
    best: dict[str, tuple[int, str]] = {}
    for heading in headings:
        name = squashed(heading)
        field = given.get(name) or FIELDS.get(name)
        rank = -1 if name in given else RANK.get(name, 0)
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, heading)
    return {heading: field for field, (_, heading) in best.items()}


def facts(row: Mapping[str, Any], *, columns: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a Posting: texts of what the row says, blanks left out."""
    found = {
        field: text
        for heading, field in known(row, columns).items()
        if (text := plain(row[heading]))
    }
    extras = {
        EXTRA_FIELDS[squashed(heading)]: text
        for heading, value in row.items()
        if squashed(heading) in EXTRA_FIELDS and (text := plain(value))
    }
    return {**found, "extras": extras} if extras else found


def plain(value: Any) -> str:
    """A cell as text: lists joined, objects by their name, blank for every way to say nothing."""
    if isinstance(value, Mapping):
        named = (value.get(key) for key in ("name", "title", "label", "location", "url"))
        return next((plain(part) for part in named if part), "")
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(plain, value))))
    text = "" if value is None else str(value).strip()
    if text.startswith("'") and text[1:].startswith(NEUTRAL):
        text = text[1:].strip()
    return "" if text.lower() in NOTHING else text
