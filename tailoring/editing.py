"""Edits of a base résumé as a person makes them: values in, a new document out. Pure.

What a form does not show stays as it is: ids, icons, levels, unknown keys.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tailoring import skill_lines
from tailoring.documents import tolerant
from tailoring.documents.clean import paragraphs, plain
from tailoring.documents.schema import Raw

BASICS = ("name", "headline", "email", "phone", "location")


@dataclass(frozen=True)
class ProjectEdit:
    """One project as typed; `id` is empty for a new one."""

    id: str
    name: str
    period: str
    url: str
    text: str
    visible: bool


def basics_of(raw: Raw) -> dict[str, str]:
    basics = tolerant.mapping(raw.get("basics"))
    website = tolerant.mapping(basics.get("website"))
    shown = {key: str(basics.get(key) or "") for key in BASICS}
    return {**shown, "website": str(website.get("url") or "")}


def with_basics(raw: Raw, values: Mapping[str, str]) -> dict[str, Any]:
    document = _copy(raw)
    basics = document.setdefault("basics", {})
    basics |= {key: values[key].strip() for key in BASICS}
    website = basics.setdefault("website", {"url": "", "label": ""})
    if website.get("url") != values["website"].strip():
        website["url"] = values["website"].strip()
    return document


def summary_of(raw: Raw) -> str:
    return plain(str(tolerant.mapping(raw.get("summary")).get("content") or ""))


def with_summary(raw: Raw, text: str) -> dict[str, Any]:
    """Unchanged text keeps its formatting; changed text becomes plain paragraphs."""
    document = _copy(raw)
    if text.strip() != summary_of(raw).strip():
        document.setdefault("summary", {})["content"] = paragraphs(text)
    return document


def skills_of(raw: Raw) -> str:
    return skill_lines.to_lines(_items(raw, "skills"))


def with_skills(raw: Raw, lines: str) -> dict[str, Any]:
    """Groups in the order of the lines; a group that is gone from them is removed. Raises
    ValueError.
    """
    document = _copy(raw)
    known = _items(document, "skills")
    stored = skill_lines.from_lines(lines, known=known)
    _section(document, "skills")["items"] = [
        {"id": "", "hidden": False, **group} for group in json.loads(stored or "[]")
    ]
    return document


def projects_of(raw: Raw) -> list[ProjectEdit]:
    return [
        ProjectEdit(
            id=str(item.get("id") or ""),
            name=str(item.get("name") or ""),
            period=str(item.get("period") or ""),
            url=str(tolerant.mapping(item.get("website")).get("url") or ""),
            text=plain(str(item.get("description") or "")),
            visible=not item.get("hidden"),
        )
        for item in _items(raw, "projects")
    ]


def with_projects(raw: Raw, edits: Sequence[ProjectEdit]) -> dict[str, Any]:
    """Exactly these projects, in this order; those that are gone are removed."""
    document = _copy(raw)
    known = {str(item.get("id")): item for item in _items(document, "projects")}
    before = {one.id: one for one in projects_of(raw)}
    _section(document, "projects")["items"] = [
        _project(known.get(one.id, {}), edit=one, before=before.get(one.id)) for one in edits
    ]
    return document


def _project(
    item: Mapping[str, Any], *, edit: ProjectEdit, before: ProjectEdit | None
) -> dict[str, Any]:
    website = {"label": "", **tolerant.mapping(item.get("website")), "url": edit.url}
    made: dict[str, Any] = {
        "id": "", **item, "name": edit.name, "period": edit.period,
        "hidden": not edit.visible, "website": website,
    }  # fmt: skip
    if before is None or before.text.strip() != edit.text.strip():
        made["description"] = paragraphs(edit.text)
    return made


def _items(raw: Raw, name: str) -> list[dict[str, Any]]:
    section = tolerant.mapping(tolerant.mapping(raw.get("sections")).get(name))
    return [dict(item) for item in tolerant.mappings(section.get("items"))]


def _section(document: dict[str, Any], name: str) -> dict[str, Any]:
    sections: dict[str, Any] = document.setdefault("sections", {})
    section: dict[str, Any] = sections.setdefault(
        name, {"title": "", "columns": 1, "hidden": False, "items": []}
    )
    return section


def _copy(raw: Raw) -> dict[str, Any]:
    return copy.deepcopy(dict(raw))
