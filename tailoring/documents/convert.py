"""Building v5 items out of other formats' items: one row of a table per section."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from tailoring.documents import blank, tolerant
from tailoring.documents.clean import rich

# Marks of the source's own page design; no résumé states them.
_SILENT = frozenset({"id", "visible", "hidden", "icon", "url", "website"})


@dataclass(frozen=True)
class Row:
    """`fields`: v5 key to source key. `texts` and `bullets` of the source become the description.

    `used` are source keys the caller reads itself; whatever else an item holds ends up in the last
    line of the description.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


def item(kind: str, source: Mapping[str, Any], *, row: Row, **given: Any) -> dict[str, Any]:
    """`given` are values the format's own module worked out, by v5 key."""
    made = blank.item(kind)
    made["id"] = tolerant.text(source.get("id"))
    made.update({target: tolerant.text(source.get(key)) for target, key in row.fields.items()})
    if "icon" in made:
        made["icon"] = tolerant.text(source.get("icon"))
    if "website" in made:
        made["website"].update(website(source.get("url") or source.get("website")))
    if "keywords" in made:
        made["keywords"] = list(tolerant.texts(source.get("keywords")))
    if "description" in made:
        made["description"] = _description(source, row=row, known=_known(row, made))
    return {**made, **given}


def website(value: object) -> dict[str, str]:
    if isinstance(value, str):
        return {"url": tolerant.text(value), "label": ""}
    found = tolerant.mapping(value)
    address = tolerant.text(found.get("href")) or tolerant.text(found.get("url"))
    return {"url": address, "label": tolerant.text(found.get("label"))}


def flat(value: object) -> str:
    """Every word below a value, joined by commas."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return ", ".join(filter(None, map(flat, value)))
    return tolerant.text(value)


def line(*values: object) -> str:
    return ", ".join(filter(None, map(flat, values)))


def _known(row: Row, made: Mapping[str, Any]) -> Collection[str]:
    own = {"keywords"} if "keywords" in made else set()
    return {*_SILENT, *own, *row.fields.values(), *row.texts, *row.bullets, *row.used}


def _description(source: Mapping[str, Any], *, row: Row, known: Collection[str]) -> str:
    parts = [rich(tolerant.text(source.get(key))) for key in row.texts]
    listed = [entry for key in row.bullets for entry in tolerant.texts(source.get(key))]
    if listed:
        parts.append(f"<ul>{''.join(f'<li>{_inline(entry)}</li>' for entry in listed)}</ul>")
    rest = " · ".join(filter(None, (flat(source[key]) for key in source if key not in known)))
    if rest:
        parts.append(f"<p>{escape(rest, quote=False)}</p>")
    return "".join(parts)


def _inline(text: str) -> str:
    cleaned = rich(text)
    alone = cleaned.startswith("<p>") and cleaned.endswith("</p>") and cleaned.count("<p>") == 1
    return cleaned[3:-4] if alone else cleaned
