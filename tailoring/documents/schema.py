"""A résumé document, read tolerantly.

The stored form is the Reactive Resume v5 JSON exactly as it came (`raw`); the classes here are a
read-only view of it. Nothing is dropped because this view does not know it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tailoring.documents import identity, tolerant
from tailoring.documents.clean import plain, rich

Raw = Mapping[str, Any]

STANDARD_SECTIONS = (
    "profiles", "experience", "education", "projects", "skills", "languages", "interests",
    "awards", "certifications", "publications", "volunteer", "references",
)  # fmt: skip

# Which keys of an item of a type fill which field of an Entry; several are joined by a comma.
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "profiles": {"title": ("network",), "detail": ("username",)},
    "experience": {
        "title": ("position",),
        "organisation": ("company",),
        "place": ("location",),
        "period": ("period",),
    },
    "education": {
        "title": ("degree",),
        "organisation": ("school",),
        "place": ("location",),
        "period": ("period",),
        "detail": ("area", "grade"),
        "area": ("area",),
        "grade": ("grade",),
    },
    "projects": {"title": ("name",), "period": ("period",)},
    "skills": {"title": ("name",), "detail": ("proficiency",)},
    "languages": {"title": ("language",), "detail": ("fluency",)},
    "interests": {"title": ("name",)},
    "awards": {"title": ("title",), "organisation": ("awarder",), "period": ("date",)},
    "certifications": {"title": ("title",), "organisation": ("issuer",), "period": ("date",)},
    "publications": {"title": ("title",), "organisation": ("publisher",), "period": ("date",)},
    "volunteer": {"organisation": ("organization",), "place": ("location",), "period": ("period",)},
    "references": {"title": ("name",), "detail": ("position",), "phone": ("phone",)},
    "summary": {},
    "cover-letter": {},
}
# A custom section of a type newer than this view is read by the names most types share.
UNKNOWN_TYPE = "publications"
_UNKNOWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("name", "title", "position"),
    "organisation": ("organization", "company", "publisher", "issuer"),
    "place": ("location",),
    "period": ("period", "date"),
    "detail": ("subtitle",),
}


@dataclass(frozen=True)
class Link:
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class CustomField:
    id: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class Basics:
    name: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""
    website: Link = Link()
    custom_fields: tuple[CustomField, ...] = ()


@dataclass(frozen=True)
class Role:
    """One position held inside an experience item."""

    id: str
    position: str = ""
    period: str = ""
    description: str = ""


@dataclass(frozen=True)
class Entry:
    """One item of a section, whatever its type; fields a type lacks are empty.

    title: position, degree, project, skill, language, award, certificate, network …
    organisation: company, school, issuer, publisher, awarder, organization …
    period: period or date, as written. `detail`: area and grade, proficiency, fluency, username.
    A reference: title is the name, detail the position. A cover letter: detail is the recipient.
    `html`: cleaned rich text (p, ul, ol, li, strong, em, u, s, a, br, code).
    """

    id: str
    hidden: bool = False
    title: str = ""
    organisation: str = ""
    place: str = ""
    period: str = ""
    detail: str = ""
    level: int = 0
    keywords: tuple[str, ...] = ()
    html: str = ""
    website: Link = Link()
    roles: tuple[Role, ...] = ()
    phone: str = ""
    area: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Section:
    """`key` is the standard name or a custom section's id; `type` the kind of its items.

    `type` is one of STANDARD_SECTIONS, "summary" (its text is `html` of the only entry) or
    "cover-letter", which no résumé prints. `title` is the owner's own heading, often empty.
    """

    key: str
    type: str
    title: str = ""
    hidden: bool = False
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Resume:
    """The view. `sections` are in print order: layout pages, main before sidebar, then the rest."""

    raw: Raw
    basics: Basics
    sections: tuple[Section, ...]
    locale: str = ""
    page_format: str = ""


def read(raw: Raw) -> Resume:
    """Never raises on odd content: what has the wrong shape reads as empty."""
    named = with_ids(raw)
    page = tolerant.mapping(tolerant.mapping(named.get("metadata")).get("page"))
    return Resume(
        raw=raw,
        basics=_basics(tolerant.mapping(named.get("basics"))),
        sections=_in_print_order(named),
        locale=tolerant.text(page.get("locale")),
        page_format=tolerant.text(page.get("format")),
    )


def with_ids(raw: Raw) -> Raw:
    """`raw` itself when each place has its own id, else the copy of `ensure_ids`."""
    source = tolerant.mapping(raw)
    complete = next(_without_own_id(source), None) is None
    return source if complete else ensure_ids(source)[0]


def ensure_ids(raw: Raw) -> tuple[dict[str, Any], list[str]]:
    """A copy in which every item, role, custom section and custom field has its own id.

    The second value lists the paths that got one. A new id depends on the document's content and
    the place only, so importing a file twice gives the same document.
    """
    document: dict[str, Any] = copy.deepcopy(dict(raw))
    added: list[str] = []
    digest = ""
    for path, holder in _without_own_id(document):
        digest = digest or identity.digest(raw)
        holder["id"] = identity.stable(digest, path)
        added.append(path)
    return document, added


def _without_own_id(document: Raw) -> Iterator[tuple[str, dict[str, Any]]]:
    """Places whose id is missing, empty, not text, or was seen before."""
    seen = {"summary", *STANDARD_SECTIONS}
    for path, holder in identity.places(document, sections=STANDARD_SECTIONS):
        known = holder.get("id")
        if isinstance(known, str) and known.strip() and known not in seen:
            seen.add(known)
        else:
            yield path, holder


def _basics(raw: Raw) -> Basics:
    fields = tolerant.mappings(raw.get("customFields"))
    return Basics(
        **{key: tolerant.text(raw.get(key)) for key in ("name", "headline", "email", "phone")},
        location=tolerant.text(raw.get("location")),
        website=_link(raw.get("website")),
        custom_fields=tuple(
            CustomField(
                id=tolerant.text(field.get("id")),
                text=tolerant.text(field.get("text")),
                link=tolerant.text(field.get("link")),
            )
            for field in fields
        ),
    )


def _link(value: object) -> Link:
    if isinstance(value, str):
        return Link(url=tolerant.text(value))
    found = tolerant.mapping(value)
    return Link(url=tolerant.text(found.get("url")), label=tolerant.text(found.get("label")))


def _in_print_order(raw: Raw) -> tuple[Section, ...]:
    known = {section.key: section for section in _sections(raw)}
    layout = tolerant.mapping(tolerant.mapping(raw.get("metadata")).get("layout"))
    named = (
        key
        for page in tolerant.mappings(layout.get("pages"))
        for column in ("main", "sidebar")
        for key in tolerant.texts(page.get(column))
    )
    order = dict.fromkeys([*(key for key in named if key in known), *known])
    return tuple(known[key] for key in order)


def _sections(raw: Raw) -> Iterator[Section]:
    """In the standard order: summary, the twelve, custom ones."""
    if summary := tolerant.mapping(raw.get("summary")):
        yield _summary(summary)
    standard = tolerant.mapping(raw.get("sections"))
    for key in STANDARD_SECTIONS:
        if isinstance(standard.get(key), dict | list):
            yield _section(standard[key], key=key, kind=key)
    for custom in tolerant.mappings(raw.get("customSections")):
        kind = tolerant.text(custom.get("type"))
        yield _section(custom, key=tolerant.text(custom.get("id")), kind=kind)


def _summary(raw: Raw) -> Section:
    html = rich(tolerant.text(raw.get("content")))
    return Section(
        key="summary",
        type="summary",
        title=tolerant.text(raw.get("title")),
        hidden=tolerant.flag(raw.get("hidden")),
        entries=(Entry(id="summary", html=html),) if html else (),
    )


def _section(raw: object, *, key: str, kind: str) -> Section:
    found = tolerant.mapping(raw)
    return Section(
        key=key,
        type=kind if kind in FIELDS else UNKNOWN_TYPE,
        title=tolerant.text(found.get("title")),
        hidden=tolerant.flag(found.get("hidden")),
        entries=tuple(_entry(item, kind=kind) for item in tolerant.mappings(identity.items(raw))),
    )


def _entry(item: Raw, *, kind: str) -> Entry:
    fields = {
        field: ", ".join(filter(None, (tolerant.text(item.get(key)) for key in keys)))
        for field, keys in FIELDS.get(kind, _UNKNOWN_FIELDS).items()
    }
    if kind == "cover-letter":
        fields = {"detail": plain(tolerant.text(item.get("recipient")))}
    return Entry(
        id=tolerant.text(item.get("id")),
        hidden=tolerant.flag(item.get("hidden")),
        level=tolerant.level(item.get("level")),
        keywords=tolerant.texts(item.get("keywords")),
        html=rich(tolerant.text(item.get("description")) or tolerant.text(item.get("content"))),
        website=_link(item.get("website")),
        roles=tuple(map(_role, tolerant.mappings(item.get("roles")))),
        **fields,
    )


def _role(raw: Raw) -> Role:
    return Role(
        id=tolerant.text(raw.get("id")),
        position=tolerant.text(raw.get("position")),
        period=tolerant.text(raw.get("period")),
        description=rich(tolerant.text(raw.get("description"))),
    )
