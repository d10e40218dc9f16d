"""Reactive Resume 4 to the stored form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tailoring.documents import blank, tolerant
from tailoring.documents.clean import rich
from tailoring.documents.convert import Row, item, website
from tailoring.documents.schema import STANDARD_SECTIONS, Raw

_ROWS: Mapping[str, Row] = {
    "profiles": Row({"network": "network", "username": "username"}),
    "experience": Row(
        {"company": "company", "position": "position", "location": "location", "period": "date"},
        texts=("summary",),
    ),
    "education": Row(
        {
            "school": "institution",
            "degree": "studyType",
            "area": "area",
            "grade": "score",
            "period": "date",
        },
        texts=("summary",),
    ),
    "projects": Row({"name": "name", "period": "date"}, texts=("description", "summary")),
    "skills": Row({"name": "name", "proficiency": "description"}),
    "languages": Row({"language": "name", "fluency": "description"}),
    "interests": Row({"name": "name"}),
    "awards": Row({"title": "title", "awarder": "awarder", "date": "date"}, texts=("summary",)),
    "certifications": Row(
        {"title": "name", "issuer": "issuer", "date": "date"}, texts=("summary",)
    ),
    "publications": Row(
        {"title": "name", "publisher": "publisher", "date": "date"}, texts=("summary",)
    ),
    "volunteer": Row(
        {"organization": "organization", "location": "location", "period": "date"},
        texts=("summary",),
    ),
    "references": Row({"name": "name", "position": "description"}, texts=("summary",)),
}
_LEVELLED = frozenset({"skills", "languages"})
TEMPLATES = frozenset(
    {
        "azurill", "bronzor", "chikorita", "ditto", "gengar", "glalie", "kakuna", "leafish", "onyx",
        "pikachu", "rhyhorn",
    }
)  # fmt: skip


def convert(payload: Raw) -> dict[str, Any]:
    document = blank.document()
    basics, sections = (
        tolerant.mapping(payload.get("basics")),
        tolerant.mapping(payload["sections"]),
    )
    document["basics"].update(_basics(basics))
    document["picture"].update(_picture(tolerant.mapping(basics.get("picture"))))
    summary = tolerant.mapping(sections.get("summary"))
    document["summary"].update(head(summary), content=rich(tolerant.text(summary.get("content"))))
    for kind in STANDARD_SECTIONS:
        found = tolerant.mapping(sections.get(kind))
        document["sections"][kind].update(head(found), items=_items(kind, found))
    document["customSections"] = [
        {**blank.section(), **head(custom), "id": tolerant.text(custom.get("id")) or key,
         "type": "projects", "items": _items("projects", custom)}
        for key, custom in tolerant.mapping(sections.get("custom")).items()
        if isinstance(custom, Mapping)
    ]  # fmt: skip
    metadata = tolerant.mapping(payload.get("metadata"))
    put_design(document["metadata"], metadata)
    document["metadata"]["layout"]["pages"] = pages(metadata.get("layout"))
    return document


def head(source: Raw) -> dict[str, Any]:
    columns = source.get("columns")
    return {
        "title": tolerant.text(source.get("name")),
        "columns": columns if isinstance(columns, int) and 1 <= columns <= 6 else 1,
        "hidden": source.get("visible") is False,
    }


def pages(layout: object, *, renamed: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Pages of [main, sidebar]; a custom section is named without its prefix."""
    found = []
    for page in layout if isinstance(layout, list) else []:
        columns = [
            [
                (renamed or {}).get(key, key.removeprefix("custom."))
                for key in tolerant.texts(column)
            ]
            for column in page
            if isinstance(page, list) and isinstance(column, list)
        ]
        main, sidebar = [*columns, [], []][:2]
        found.append({"fullWidth": not sidebar, "main": main, "sidebar": sidebar})
    return found


def put_design(target: dict[str, Any], source: Raw) -> None:
    """What a v5 document keeps of the page design; nothing here is printed by us."""
    template = tolerant.text(source.get("template"))
    if template in TEMPLATES:
        target["template"] = template
    target["notes"] = tolerant.text(source.get("notes"))
    css = tolerant.mapping(source.get("css"))
    if css:
        target["css"] = {
            "enabled": tolerant.flag(css.get("visible")),
            "value": tolerant.text(css.get("value")),
        }
    theme = tolerant.mapping(source.get("theme"))
    colours = {key: tolerant.text(theme.get(key)) for key in ("primary", "text", "background")}
    target["design"]["colors"].update({key: value for key, value in colours.items() if value})
    page = tolerant.mapping(source.get("page"))
    if paper := tolerant.text(page.get("format")).lower():
        target["page"]["format"] = paper
    if isinstance(page.get("margin"), int | float):
        target["page"].update(marginX=page["margin"], marginY=page["margin"])
    if locale := tolerant.text(source.get("locale")):
        target["page"]["locale"] = locale
    _put_type(target, tolerant.mapping(source.get("typography")))


def _put_type(target: dict[str, Any], source: Raw) -> None:
    font = tolerant.mapping(source.get("font"))
    for style in target["typography"].values():
        if family := tolerant.text(font.get("family")):
            style["fontFamily"] = family
        if isinstance(source.get("lineHeight"), int | float):
            style["lineHeight"] = source["lineHeight"]
    if fits_type(font.get("size")):
        target["typography"]["body"]["fontSize"] = font["size"]
    target["page"]["hideIcons"] = tolerant.flag(source.get("hideIcons"))
    target["page"]["hideLinkUnderline"] = source.get("underlineLinks") is False


def fits_type(size: object) -> bool:
    """The sizes a v5 document may hold."""
    return isinstance(size, int | float) and 6 <= size <= 24


def _basics(source: Raw) -> dict[str, Any]:
    keys = ("name", "headline", "email", "phone", "location")
    return {
        **{key: tolerant.text(source.get(key)) for key in keys},
        "website": website(source.get("url")),
        "customFields": [
            _custom_field(field) for field in tolerant.mappings(source.get("customFields"))
        ],
    }


def _custom_field(source: Raw) -> dict[str, str]:
    """A value that is an address is linked as well as shown."""
    name, value = tolerant.text(source.get("name")), tolerant.text(source.get("value"))
    linked = value.startswith(("http://", "https://", "mailto:"))
    return {
        "id": tolerant.text(source.get("id")),
        "icon": tolerant.text(source.get("icon")),
        "text": ": ".join(filter(None, (name, value))),
        "link": value if linked else "",
    }


def _picture(source: Raw) -> dict[str, Any]:
    numbers = ("size", "aspectRatio", "borderRadius")
    effects = tolerant.mapping(source.get("effects"))
    return {
        "url": tolerant.text(source.get("url")),
        "hidden": tolerant.flag(effects.get("hidden")),
        **{key: source[key] for key in numbers if isinstance(source.get(key), int | float)},
    }


def _items(kind: str, section: Raw) -> list[dict[str, Any]]:
    return [_item(kind, source) for source in tolerant.mappings(section.get("items"))]


def _item(kind: str, source: Raw) -> dict[str, Any]:
    given: dict[str, Any] = {"hidden": source.get("visible") is False}
    if kind in _LEVELLED:
        given["level"] = tolerant.level(source.get("level"))
    return item(kind, source, row=_ROWS[kind], **given)
