"""The résumé of one job: the base with that job's texts, skills and projects. Pure."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestrator.scoring.lexicon import find
from tailoring.documents import blank, bullets, identity, tolerant
from tailoring.documents.bullets import Change
from tailoring.documents.clean import paragraphs
from tailoring.documents.schema import Raw


@dataclass(frozen=True)
class Tailored:
    """What a job changes. None, or empty for the first three, keeps what the base says.

    skills: groups as {"name", "keywords"} with an optional "id", in the order of printing.
    project_ids: None = as the base shows, empty = no projects, else exactly these.
    changes: of single bullets; those whose bullet is gone are not made.
    """

    headline: str | None = None
    summary: str | None = None
    skills: Sequence[Mapping[str, Any]] | None = None
    project_ids: Sequence[str] | None = None
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class LeftOut:
    """A skill group that is not printed (`keywords` are all of its own) or lost some keywords."""

    group: str
    keywords: tuple[str, ...]
    whole: bool


def merge(raw: Raw, tailored: Tailored) -> dict[str, Any]:
    document: dict[str, Any] = copy.deepcopy(dict(raw))
    if tailored.headline and tailored.headline.strip():
        _object(document, "basics")["headline"] = " ".join(tailored.headline.split())
    if tailored.summary and tailored.summary.strip():
        document["summary"] = {
            **blank.summary(),
            **tolerant.mapping(document.get("summary")),
            "content": paragraphs(tailored.summary),
            "hidden": False,
        }
    if groups := _groups(tailored.skills):
        _put_skills(document, groups)
    if tailored.project_ids is not None:
        _show_projects(document, chosen=frozenset(tailored.project_ids))
    return bullets.apply(document, tailored.changes).document if tailored.changes else document


def left_out(raw: Raw, skills: Sequence[Mapping[str, Any]] | None) -> tuple[LeftOut, ...]:
    """Visible groups and keywords of the base that tailored skills do not name."""
    groups = _groups(skills)
    if not groups:
        return ()
    found: list[LeftOut] = []
    for section in _sections(raw, "skills"):
        for item in () if section.get("hidden") else tolerant.mappings(section.get("items")):
            if not tolerant.flag(item.get("hidden")):
                found.extend(_lost(item, groups=groups))
    return tuple(found)


def _lost(item: Raw, *, groups: Sequence[Mapping[str, Any]]) -> Iterator[LeftOut]:
    name, keywords = tolerant.text(item.get("name")), tolerant.texts(item.get("keywords"))
    match = next((group for group in groups if _same(item, group)), None)
    kept = {_key(word): word for word in match["keywords"]} if match else {}
    own = set(map(_key, keywords))
    respelled = {_term(word) for key, word in kept.items() if key not in own} - {""}
    lost = tuple(
        word for word in keywords if _key(word) not in kept and _term(word) not in respelled
    )
    if match is None or lost:
        yield LeftOut(group=name, keywords=lost, whole=match is None)


def _groups(skills: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Groups without name and keywords are dropped, so that they print nothing."""
    read = (
        {
            "id": tolerant.text(group.get("id")),
            "name": tolerant.text(group.get("name")),
            "keywords": list(tolerant.texts(group.get("keywords"))),
        }
        for group in skills or ()
    )
    found = [group for group in read if group["name"] or group["keywords"]]
    return [group for place, group in enumerate(found) if group not in found[:place]]


def _put_skills(document: dict[str, Any], groups: list[dict[str, Any]]) -> None:
    """Groups of the base that are not named stay in the document, hidden."""
    standard = _object(document, "sections")
    home = standard["skills"] = {**blank.section(), **_as_section(standard.get("skills"))}
    sections = list(_sections(document, "skills"))
    left = list(groups)
    for section in sections:
        items = [dict(item) for item in tolerant.mappings(section.get("items"))]
        section["items"] = _take(items, left=left, order=groups)
    home["items"] += [_new(group) for group in left]
    for section in sections:
        if any(not tolerant.flag(item.get("hidden")) for item in section["items"]):
            section["hidden"] = False
    home["items"].sort(key=lambda item: _rank(item, groups=groups))


def _as_section(value: object) -> Mapping[str, Any]:
    """A section that is only its list of items is read, so it must survive writing too."""
    return {"items": value} if isinstance(value, list) else tolerant.mapping(value)


def _take(
    items: list[dict[str, Any]], *, left: list[dict[str, Any]], order: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    taken: list[tuple[int, dict[str, Any]]] = []
    by_id = {item.get("id"): item for item in items if item.get("id")}
    for group in list(left):
        item = by_id.get(group["id"]) or next((i for i in items if _same(i, group)), None)
        if item is None or any(item is other for _, other in taken):
            continue
        item.update(name=group["name"] or item.get("name"), keywords=group["keywords"])
        item["hidden"] = False
        taken.append((order.index(group), item))
        left.remove(group)
    rest = [item for item in items if not any(item is other for _, other in taken)]
    shown = [item for _, item in sorted(taken, key=lambda pair: pair[0])]
    return shown + [{**item, "hidden": True} for item in rest]


def _new(group: Mapping[str, Any]) -> dict[str, Any]:
    own = identity.stable("skill", _key(group["name"]), *group["keywords"])
    made = {"id": own, "name": group["name"], "keywords": group["keywords"]}
    return {**blank.item("skills"), **made}


def _rank(item: Raw, *, groups: Sequence[Mapping[str, Any]]) -> int:
    if tolerant.flag(item.get("hidden")):
        return len(groups)
    matches = (place for place, group in enumerate(groups) if _same(item, group))
    return next(matches, len(groups))


def _same(item: Raw, group: Mapping[str, Any]) -> bool:
    if group["id"] and item.get("id") == group["id"]:
        return True
    name = _key(group["name"])
    return bool(name) and _key(tolerant.text(item.get("name"))) == name


def _show_projects(document: dict[str, Any], *, chosen: Collection[str]) -> None:
    for section in _sections(document, "projects"):
        items = [dict(item) for item in tolerant.mappings(section.get("items"))]
        for item in items:
            item["hidden"] = item.get("id") not in chosen
        section["items"] = items
        section["hidden"] = all(item["hidden"] for item in items)


def _sections(document: Raw, kind: str) -> Iterator[Any]:
    standard = tolerant.mapping(document.get("sections")).get(kind)
    if isinstance(standard, dict):
        yield standard
    for custom in tolerant.mappings(document.get("customSections")):
        if custom.get("type") == kind:
            yield custom


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    if not isinstance(parent.get(key), dict):
        parent[key] = {}
    found: dict[str, Any] = parent[key]
    return found


def _term(word: str) -> str:
    """What a keyword stands for, if it is nothing but a name of it."""
    hits = find(word)
    return hits[0].term.label if [(h.start, h.end) for h in hits] == [(0, len(word))] else ""


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
