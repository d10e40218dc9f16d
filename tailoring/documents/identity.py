"""Which places of a résumé document carry an id, and what a new one is made of."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tailoring.documents import tolerant

_NAMESPACE = uuid.UUID("6f0c3b5e-7a39-5d0e-9c53-0d1d3a2f9b11")


def stable(*parts: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def digest(raw: object) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest()


def places(
    document: Mapping[str, Any], *, sections: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and object of every item, role, custom section and custom field.

    Keys beside `sections` belong to somebody else and are left alone.
    Custom sections come first: the layout names them, so they keep an id that an item repeats.
    """
    custom = list(_objects(document.get("customSections"), "customSections"))
    yield from custom
    basics = tolerant.mapping(document.get("basics"))
    yield from _objects(basics.get("customFields"), "basics.customFields")
    standard = tolerant.mapping(document.get("sections"))
    for path, section in [*((f"sections.{key}", standard.get(key)) for key in sections), *custom]:
        for item_path, item in _objects(items(section), f"{path}.items"):
            yield item_path, item
            yield from _objects(item.get("roles"), f"{item_path}.roles")


def items(section: object) -> object:
    return section if isinstance(section, list) else tolerant.mapping(section).get("items")


def _objects(value: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, list):
        for position, each in enumerate(value):
            if isinstance(each, dict):
                yield f"{path}[{position}]", each
