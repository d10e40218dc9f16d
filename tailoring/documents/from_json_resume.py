"""JSON Resume 1.x (and the names of its drafts) to the stored form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tailoring.documents import blank, tolerant
from tailoring.documents.clean import rich
from tailoring.documents.convert import Row, item, line, website
from tailoring.documents.periods import month, period
from tailoring.documents.schema import Raw

_SPAN = ("startDate", "endDate")
_SECTIONS: Mapping[str, tuple[str, Row]] = {
    "work": (
        "experience",
        Row(
            {"position": "position", "location": "location"},
            texts=("summary",),
            bullets=("highlights",),
            used=("name", "company", *_SPAN),
        ),
    ),
    "volunteer": (
        "volunteer",
        Row(
            {"organization": "organization", "location": "location"},
            texts=("summary",),
            bullets=("highlights",),
            used=_SPAN,
        ),
    ),
    "education": (
        "education",
        Row(
            {
                "school": "institution",
                "degree": "studyType",
                "area": "area",
                "grade": "score",
                "location": "location",
            },
            texts=("summary",),
            bullets=("courses",),
            used=_SPAN,
        ),
    ),
    "projects": (
        "projects",
        Row(
            {"name": "name"},
            texts=("description", "summary"),
            bullets=("highlights",),
            used=_SPAN,
        ),
    ),
    "awards": (
        "awards",
        Row({"title": "title", "awarder": "awarder"}, texts=("summary",), used=("date",)),
    ),
    "certificates": (
        "certifications",
        Row({"title": "name", "issuer": "issuer"}, texts=("summary",), used=("date",)),
    ),
    "publications": (
        "publications",
        Row({"title": "name", "publisher": "publisher"}, texts=("summary",), used=("releaseDate",)),
    ),
    "skills": ("skills", Row({"name": "name", "proficiency": "level"})),
    "languages": ("languages", Row({"language": "language", "fluency": "fluency"})),
    "interests": ("interests", Row({"name": "name"})),
    "references": ("references", Row({"name": "name"}, texts=("reference",))),
}
SECTIONS = frozenset(_SECTIONS)
_PROFILE = Row({"network": "network", "username": "username"})
_ONGOING = frozenset({"work", "volunteer"})


def convert(payload: Raw) -> dict[str, Any]:
    document = blank.document()
    basics = tolerant.mapping(payload.get("basics"))
    document["basics"].update(_basics(basics))
    document["picture"]["url"] = _first(basics, "image", "picture")
    document["summary"]["content"] = rich(tolerant.text(basics.get("summary")))
    document["sections"]["profiles"]["items"] = [
        item("profiles", source, row=_PROFILE)
        for source in tolerant.mappings(basics.get("profiles"))
    ]
    for key, (kind, row) in _SECTIONS.items():
        document["sections"][kind]["items"] = [
            _item(key, source, kind=kind, row=row) for source in tolerant.mappings(payload.get(key))
        ]
    return document


def _basics(source: Raw) -> dict[str, Any]:
    place = tolerant.mapping(source.get("location"))
    keys = ("address", "city", "region", "postalCode", "countryCode")
    return {
        "name": tolerant.text(source.get("name")),
        "headline": tolerant.text(source.get("label")),
        "email": tolerant.text(source.get("email")),
        "phone": tolerant.text(source.get("phone")),
        "location": line(*(place.get(key) for key in keys))
        or tolerant.text(source.get("location")),
        "website": website(source.get("url") or source.get("website")),
    }


def _item(key: str, source: Raw, *, kind: str, row: Row) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if key == "work":
        given["company"] = _first(source, "name", "company")
    if row.used[-2:] == _SPAN:
        start, end = (tolerant.text(source.get(name)) for name in _SPAN)
        given["period"] = period(start, end, open_end=key in _ONGOING)
    elif row.used:
        given["date"] = month(tolerant.text(source.get(row.used[-1])))
    return item(kind, source, row=row, **given)


def _first(source: Raw, *keys: str) -> str:
    return next(filter(None, (tolerant.text(source.get(key)) for key in keys)), "")
