"""Reactive Resume 3 to the stored form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tailoring.documents import blank, tolerant
from tailoring.documents.clean import rich
from tailoring.documents.convert import Row, item, line, website
from tailoring.documents.from_v4 import fits_type, head, pages, put_design
from tailoring.documents.periods import period
from tailoring.documents.schema import Raw

_SECTIONS: Mapping[str, tuple[str, Row]] = {
    "work": (
        "experience",
        Row({"company": "name", "position": "position"}, texts=("summary",), used=("date",)),
    ),
    "education": (
        "education",
        Row(
            {"school": "institution", "degree": "degree", "area": "area", "grade": "score"},
            texts=("summary",),
            bullets=("courses",),
            used=("date",),
        ),
    ),
    "projects": (
        "projects",
        Row({"name": "name"}, texts=("description", "summary"), used=("date",)),
    ),
    "volunteer": (
        "volunteer",
        Row({"organization": "organization"}, texts=("summary",), used=("date",)),
    ),
    "skills": ("skills", Row({"name": "name", "proficiency": "level"})),
    "languages": ("languages", Row({"language": "name", "fluency": "level"})),
    "interests": ("interests", Row({"name": "name"})),
    "awards": (
        "awards",
        Row({"title": "title", "awarder": "awarder"}, texts=("summary",), used=("date",)),
    ),
    "certifications": (
        "certifications",
        Row({"title": "name", "issuer": "issuer"}, texts=("summary",), used=("date",)),
    ),
    "publications": (
        "publications",
        Row({"title": "name", "publisher": "publisher"}, texts=("summary",), used=("date",)),
    ),
    "references": (
        "references",
        Row({"name": "name", "position": "relationship", "phone": "phone"}, texts=("summary",)),
    ),
}
_CUSTOM = Row({"name": "title"}, texts=("subtitle", "summary"), used=("date", "levelNum"))
_ONGOING = frozenset({"experience", "volunteer"})
_PROFILE = Row({"network": "network", "username": "username"})


def convert(payload: Raw) -> dict[str, Any]:
    document = blank.document()
    basics, sections = (
        tolerant.mapping(payload.get("basics")),
        tolerant.mapping(payload["sections"]),
    )
    document["basics"].update(_basics(basics))
    document["picture"].update(_picture(basics.get("photo") or payload.get("image")))
    document["summary"]["content"] = rich(tolerant.text(basics.get("summary")))
    document["sections"]["profiles"]["items"] = [
        item("profiles", source, row=_PROFILE)
        for source in tolerant.mappings(basics.get("profiles"))
    ]
    for key, source in sections.items():
        if key in _SECTIONS:
            kind, row = _SECTIONS[key]
            document["sections"][kind].update(_section(kind, tolerant.mapping(source), row=row))
        elif isinstance(source, Mapping):
            made = {**blank.section(), **_section("projects", source, row=_CUSTOM)}
            made.update(id=tolerant.text(source.get("id")) or key, type="projects")
            document["customSections"].append(made)
    metadata = tolerant.mapping(payload.get("metadata"))
    put_design(document["metadata"], metadata)
    _put_type(document["metadata"]["typography"], tolerant.mapping(metadata.get("typography")))
    document["metadata"]["layout"]["pages"] = _pages(metadata.get("layout"))
    return document


def _pages(layout: object) -> list[dict[str, Any]]:
    """Version 3 printed summary and profiles in its head, so no layout names them."""
    found = pages(layout, renamed={"work": "experience"})
    named = {key for page in found for key in (*page["main"], *page["sidebar"])}
    if found:
        found[0]["main"][:0] = [key for key in ("summary", "profiles") if key not in named]
    return found


def _basics(source: Raw) -> dict[str, Any]:
    place = tolerant.mapping(source.get("location"))
    keys = ("address", "city", "region", "postalCode", "country")
    return {
        **{key: tolerant.text(source.get(key)) for key in ("name", "headline", "email", "phone")},
        "location": line(*(place.get(key) for key in keys))
        or tolerant.text(source.get("location")),
        "website": website(source.get("website")),
    }


def _picture(photo: object) -> dict[str, Any]:
    if isinstance(photo, str):
        return {"url": tolerant.text(photo)}
    found = tolerant.mapping(photo)
    size = tolerant.mapping(found.get("filters")).get("size")
    return {
        "url": tolerant.text(found.get("url")),
        "hidden": found.get("visible") is False,
        **({"size": size} if isinstance(size, int | float) else {}),
    }


def _section(kind: str, source: Raw, *, row: Row) -> dict[str, Any]:
    items = [_item(kind, each, row=row) for each in tolerant.mappings(source.get("items"))]
    return {**head(source), "items": items}


def _item(kind: str, source: Raw, *, row: Row) -> dict[str, Any]:
    given: dict[str, Any] = {}
    made = blank.item(kind)
    if "date" in row.used:
        written = _date(source.get("date"), open_end=kind in _ONGOING)
        given["period" if "period" in made else "date"] = written
    if "level" in made and isinstance(source.get("levelNum"), int | float):
        given["level"] = tolerant.level(source["levelNum"] / 2)
    return item(kind, source, row=row, **given)


def _date(value: object, *, open_end: bool) -> str:
    found = tolerant.mapping(value)
    if not found:
        return period(tolerant.text(value), "")
    start, end = tolerant.text(found.get("start")), tolerant.text(found.get("end"))
    return period(start, end, open_end=open_end)


def _put_type(target: dict[str, Any], source: Raw) -> None:
    for style in ("heading", "body"):
        family = tolerant.text(tolerant.mapping(source.get("family")).get(style))
        size = tolerant.mapping(source.get("size")).get(style)
        target[style].update({"fontFamily": family} if family else {})
        target[style].update({"fontSize": size} if fits_type(size) else {})
