"""The visible résumé as JSON Resume 1.x, which knows no hidden items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tailoring.documents.clean import bulleted
from tailoring.documents.periods import iso, parts
from tailoring.documents.profile import visible
from tailoring.documents.schema import Entry, Raw, Resume, read

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def to_json_resume(raw: Raw) -> dict[str, Any]:
    resume = read(raw)
    found: dict[str, Any] = {"$schema": _SCHEMA, "basics": _basics(resume)}
    for section in resume.sections:
        if section.type not in _ROWS:
            continue
        key, row = _ROWS[section.type]
        rows = [_filled(made) for entry in visible(section) for made in row(entry)]
        if rows:
            found.setdefault(key, []).extend(rows)
    return found


def _basics(resume: Resume) -> dict[str, Any]:
    basics = resume.basics
    summaries = [_paragraphs(entry) for entry in _of_type(resume, "summary")]
    return _filled(
        {
            "name": basics.name,
            "label": basics.headline,
            "email": basics.email,
            "phone": basics.phone,
            "url": basics.website.url,
            "summary": "\n\n".join(filter(None, summaries)),
            # A line of text is not taken apart: which part is the city would be a guess.
            "location": _filled({"address": basics.location}),
            "profiles": [_filled(_profile(entry)) for entry in _of_type(resume, "profiles")],
        }
    )


def _of_type(resume: Resume, kind: str) -> Iterator[Entry]:
    for section in resume.sections:
        if section.type == kind:
            yield from visible(section)


def _profile(entry: Entry) -> dict[str, Any]:
    return {"network": entry.title, "username": entry.detail, "url": entry.website.url}


def _paragraphs(entry: Entry) -> str:
    texts, bullets = bulleted(entry.html)
    return "\n\n".join([*texts, *bullets])


def _work(entry: Entry) -> Iterator[dict[str, Any]]:
    head = {"name": entry.organisation, "location": entry.place, "url": entry.website.url}
    if entry.title or entry.html or not entry.roles:
        yield {**head, "position": entry.title, **_span(entry.period), **_told(entry.html)}
    for role in entry.roles:
        told = _told(role.description)
        yield {**head, "position": role.position, **_span(role.period or entry.period), **told}


def _education(entry: Entry) -> Iterator[dict[str, Any]]:
    yield {
        "institution": entry.organisation,
        "studyType": entry.title,
        "area": entry.area,
        "score": entry.grade,
        "location": entry.place,
        "url": entry.website.url,
        **_span(entry.period),
        **_told(entry.html, bullets="courses"),
    }


def _volunteer(entry: Entry) -> Iterator[dict[str, Any]]:
    yield {
        "organization": entry.organisation,
        "location": entry.place,
        "url": entry.website.url,
        **_span(entry.period),
        **_told(entry.html),
    }


def _project(entry: Entry) -> Iterator[dict[str, Any]]:
    told = _told(entry.html)
    described = {"description": told["summary"], "highlights": told["highlights"]}
    span = _span(entry.period)
    yield {"name": entry.title, "url": entry.website.url, **span, **described}


def _skill(entry: Entry) -> Iterator[dict[str, Any]]:
    yield {"name": entry.title, "level": entry.detail, "keywords": list(entry.keywords)}


def _language(entry: Entry) -> Iterator[dict[str, Any]]:
    yield {"language": entry.title, "fluency": entry.detail}


def _interest(entry: Entry) -> Iterator[dict[str, Any]]:
    yield {"name": entry.title, "keywords": list(entry.keywords)}


def _reference(entry: Entry) -> Iterator[dict[str, Any]]:
    reference = _paragraphs(entry)
    yield {
        "name": entry.title,
        "reference": reference,
        "position": entry.detail,
        "phone": entry.phone,
        "url": entry.website.url,
    }


def _honour(name: str, *, giver: str, date: str) -> Callable[[Entry], Iterator[dict[str, Any]]]:
    """Awards, certificates and publications differ only in the names of their keys."""

    def row(entry: Entry) -> Iterator[dict[str, Any]]:
        yield {
            name: entry.title,
            giver: entry.organisation,
            **_day(entry.period, key=date),
            "url": entry.website.url,
            "summary": _paragraphs(entry),
        }

    return row


_ROWS: Mapping[str, tuple[str, Callable[[Entry], Iterator[dict[str, Any]]]]] = {
    "experience": ("work", _work),
    "education": ("education", _education),
    "volunteer": ("volunteer", _volunteer),
    "projects": ("projects", _project),
    "skills": ("skills", _skill),
    "languages": ("languages", _language),
    "interests": ("interests", _interest),
    "references": ("references", _reference),
    "awards": ("awards", _honour("title", giver="awarder", date="date")),
    "certifications": ("certificates", _honour("name", giver="issuer", date="date")),
    "publications": ("publications", _honour("name", giver="publisher", date="releaseDate")),
}


def _told(html: str, *, bullets: str = "highlights") -> dict[str, Any]:
    texts, listed = bulleted(html)
    return {"summary": "\n\n".join(texts), bullets: listed}


def _span(written: str) -> dict[str, str]:
    """JSON Resume dates are ISO only; words that are none stay under a key of our own."""
    found = parts(written)
    return {"startDate": found[0], "endDate": found[1]} if found else {"period": written}


def _day(written: str, *, key: str) -> dict[str, str]:
    found = iso(written)
    return {key: found} if found else {"period": written}


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value}
