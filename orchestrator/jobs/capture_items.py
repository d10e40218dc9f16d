"""Microdata of a page, read into the shape JSON-LD has. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestrator.jobs.visible import VOID

MOST = 2_000
LONGEST = 60_000
NESTED = 12
# Where an element's property is not its text.
VALUES = {
    "meta": "content", "link": "href", "a": "href", "area": "href", "time": "datetime",
    "img": "src", "data": "value", "meter": "value",
}  # fmt: skip


@dataclass
class Property:
    """An open element with `itemprop`: its names, where its text goes, how deep it is."""

    names: tuple[str, ...]
    depth: int
    item: dict[str, Any]
    text: list[str] = field(default_factory=list)


@dataclass
class Items:
    """`top` are the page's items that are no property of another."""

    top: list[dict[str, Any]] = field(default_factory=list)
    _scopes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    _properties: list[Property] = field(default_factory=list)
    _met: int = 0

    def start(self, tag: str, attributes: Mapping[str, str], *, depth: int) -> None:
        if "itemscope" not in attributes and "itemprop" not in attributes:
            self._break(tag)
            return
        self._met += 1
        if self._met > MOST:
            return
        names = tuple(attributes.get("itemprop", "").split()[:4])
        around = self._scopes[-1][1] if self._scopes else None
        if "itemscope" in attributes and tag not in VOID:
            item: dict[str, Any] = {"@type": attributes.get("itemtype", "").split()[:4]}
            if names and around is not None:
                _add(around, names, item)
            else:
                self.top.append(item)
            self._scopes.append((depth, item))
        elif names and around is not None:
            value = attributes.get("content") or attributes.get(VALUES.get(tag, ""), "")
            if value:
                _add(around, names, value[:LONGEST])
            elif tag not in VOID and len(self._properties) < NESTED:
                self._properties.append(Property(names, depth, around))

    def data(self, data: str) -> None:
        for one in self._properties:
            one.text.append(data)

    def end(self, *, depth: int) -> None:
        while self._properties and self._properties[-1].depth >= depth:
            closed = self._properties.pop()
            text = "".join(closed.text).strip()
            if text:
                _add(closed.item, closed.names, text[:LONGEST])
        if self._scopes and self._scopes[-1][0] >= depth:
            self._scopes.pop()

    def _break(self, tag: str) -> None:
        """Words of two blocks do not run into one."""
        if tag in ("p", "br", "li", "div", "h2", "h3", "h4", "tr"):
            for one in self._properties:
                one.text.append("\n- " if tag == "li" else "\n")


def _add(item: dict[str, Any], names: tuple[str, ...], value: Any) -> None:
    for name in names:
        if name not in item:
            item[name] = value
        elif isinstance(item[name], list):
            item[name].append(value)
        else:
            item[name] = [item[name], value]
