"""Every place of a document that holds bullets: items and the roles inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tailoring.documents import identity, tolerant
from tailoring.documents.schema import FIELDS, STANDARD_SECTIONS, UNKNOWN_TYPE, Raw, with_ids

_UNREAD = frozenset({"summary", "cover-letter"})


@dataclass(frozen=True, eq=False)
class Home:
    """`section` is the kind of its items; `holder` the item's or role's own object, and `key`
    where in it the rich text is.
    """

    section: str
    item_id: str
    role_id: str
    visible: bool
    holder: Any
    key: str

    @property
    def id(self) -> str:
        return self.role_id or self.item_id

    @property
    def address(self) -> str:
        return "/".join(filter(None, (self.section, self.item_id, self.role_id)))

    @property
    def text(self) -> str:
        return tolerant.text(self.holder.get(self.key))

    def write(self, html: str) -> None:
        self.holder[self.key] = html


def homes(raw: Raw) -> Iterator[Home]:
    """In the order of the file. Ids that are missing are those `schema.read` gives."""
    named = with_ids(raw)
    for section, twin in zip(_sections(raw), _sections(named), strict=True):
        kind = section[0] if section[0] in FIELDS else UNKNOWN_TYPE
        if kind in _UNREAD:
            continue
        shown = not tolerant.flag(tolerant.mapping(section[1]).get("hidden"))
        pairs = zip(_items(section[1]), _items(twin[1]), strict=True)
        for item, other in pairs:
            yield from _of_item(item, other, section=kind, shown=shown)


def _of_item(
    item: Mapping[str, Any], twin: Mapping[str, Any], *, section: str, shown: bool
) -> Iterator[Home]:
    visible = shown and not tolerant.flag(item.get("hidden"))
    own = tolerant.text(twin.get("id"))
    text = "description" if tolerant.text(item.get("description")) else "content"
    yield Home(section, own, "", visible, item, text)
    roles = tolerant.mappings(item.get("roles")), tolerant.mappings(twin.get("roles"))
    for role, other in zip(*roles, strict=True):
        name = tolerant.text(other.get("id"))
        yield Home(section, own, name, visible, role, "description")


def _sections(raw: Raw) -> Iterator[tuple[str, object]]:
    """Type, and the section itself."""
    standard = tolerant.mapping(raw.get("sections"))
    for key in STANDARD_SECTIONS:
        if isinstance(standard.get(key), dict | list):
            yield key, standard[key]
    for custom in tolerant.mappings(raw.get("customSections")):
        yield tolerant.text(custom.get("type")), custom


def _items(section: object) -> tuple[Mapping[str, Any], ...]:
    return tolerant.mappings(identity.items(section))
