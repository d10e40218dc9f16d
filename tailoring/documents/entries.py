"""The entries of a section as a person edits them, and back. Pure.

What a form does not show stays as it is: ids, roles, icons, levels, unknown keys; and text that
was not changed keeps its formatting.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tailoring.documents import blank, tolerant
from tailoring.documents.clean import blocks, paragraphs
from tailoring.documents.kinds import KINDS, TEXT, URL, WORDS
from tailoring.documents.schema import Raw
from tailoring.documents.wordlist import parted

OWN = "other"


@dataclass(frozen=True)
class EntryEdit:
    """One entry as typed; `id` is empty for a new one."""

    id: str
    values: Mapping[str, str]
    hidden: bool = False


def of(raw: Raw, kind: str) -> list[EntryEdit]:
    return [
        EntryEdit(
            id=str(item.get("id") or ""),
            values={field.name: _get(item, field.name) for field in KINDS[kind].fields},
            hidden=bool(item.get("hidden")),
        )
        for item in _items(raw, kind)
    ]


def put(raw: Raw, kind: str, edits: Sequence[EntryEdit]) -> dict[str, Any]:
    """Exactly these entries, in this order; those that are gone are removed."""
    document = copy.deepcopy(dict(raw))
    known = {str(item.get("id")): item for item in _items(document, kind)}
    made = [_item(known.get(one.id), kind=kind, edit=one) for one in edits]
    if kind == OWN:
        _put_own(document, made)
    else:
        sections = document.setdefault("sections", {})
        section = sections.setdefault(kind, blank.section())
        section["items"] = made
    return document


def lines(html: str) -> str:
    """Rich text as it is edited: a line is a paragraph, "- " begins a bullet."""
    return "\n".join(f"- {text}" if bullet else text for bullet, text in blocks(html))


def write(item: dict[str, Any], name: str, value: str) -> None:
    """One value of a form into an item of the stored form."""
    if name == TEXT:
        item["description"] = paragraphs(value)
    elif name == WORDS:
        item["keywords"] = parted(value)
    elif name == URL:
        item["website"] = {"label": "", **tolerant.mapping(item.get("website")), "url": value}
    else:
        item[name] = value


def _item(known: dict[str, Any] | None, *, kind: str, edit: EntryEdit) -> dict[str, Any]:
    if known is None:
        made = _blank(kind)
        for name, value in edit.values.items():
            _write(made, name, value, kind=kind)
    else:
        made = known
        for name, value in edit.values.items():
            if value.strip() != _get(made, name).strip():
                _write(made, name, value, kind=kind)
    if edit.hidden or made.get("hidden"):
        made["hidden"] = edit.hidden
    return made


def _write(item: dict[str, Any], name: str, value: str, *, kind: str) -> None:
    if kind == OWN and name == TEXT:
        inner = dict(next(iter(tolerant.mappings(item.get("items"))), {"id": "", "hidden": False}))
        item["items"] = [{**inner, "content": paragraphs(value)}]
    else:
        write(item, name, value.strip())


def _blank(kind: str) -> dict[str, Any]:
    return {**blank.section(), "id": "", "type": "summary"} if kind == OWN else blank.item(kind)


def _get(item: Mapping[str, Any], name: str) -> str:
    if name == TEXT:
        inner = next(iter(tolerant.mappings(item.get("items"))), item)
        return lines(tolerant.text(inner.get("content")) or tolerant.text(inner.get("description")))
    if name == WORDS:
        return ", ".join(tolerant.texts(item.get("keywords")))
    if name == URL:
        return tolerant.text(tolerant.mapping(item.get("website")).get("url"))
    return tolerant.text(item.get(name))


def _items(raw: Raw, kind: str) -> list[dict[str, Any]]:
    """Of the owner's own parts those that are one text."""
    if kind == OWN:
        own = raw.get("customSections")
        return [dict(one) for one in tolerant.mappings(own) if one.get("type") == "summary"]
    section = tolerant.mapping(tolerant.mapping(raw.get("sections")).get(kind))
    return [dict(item) for item in tolerant.mappings(section.get("items"))]


def _put_own(document: dict[str, Any], made: list[dict[str, Any]]) -> None:
    others = [
        one
        for one in tolerant.mappings(document.get("customSections"))
        if one.get("type") != "summary"
    ]
    document["customSections"] = [*others, *made]
