"""Cleaned rich text as a tree of paragraphs and lists, so that one bullet can change alone.

A slot is one bullet: the own words of a list entry, or one line of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

LISTS = ("ul", "ol")
_BLOCKS = ("p", "li", *LISTS)
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_NAME = re.compile(r"</?([a-z]+)")


@dataclass(eq=False)
class Line:
    """Inline HTML without a block in it, well formed by itself."""

    html: str

    @property
    def text(self) -> str:
        return words(_TAG.sub(_gap, self.html))


@dataclass(eq=False)
class Node:
    """A block; "root" is the whole."""

    tag: str
    children: list[Node | Line] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Slot:
    """One bullet and where it stands; `entry` is its list entry, if it is one."""

    lines: tuple[Line, ...]
    entry: Node | None = None

    @property
    def text(self) -> str:
        return " ".join(filter(None, (line.text for line in self.lines)))


def words(escaped: str) -> str:
    return " ".join(unescape(escaped).split())


def parse(cleaned: str) -> Node:
    """`cleaned` is what `clean.rich` gives."""
    root = Node("root")
    blocks, inline, now = [root], list[str](), ""

    def end_line() -> None:
        nonlocal now
        line = Line(now + "".join(f"</{_name(tag)}>" for tag in reversed(inline)))
        if line.text:
            # Words that stand in a list without an entry of their own get one.
            bare = blocks[-1].tag in LISTS
            blocks[-1].children.append(Node("li", [line]) if bare else line)
        now = "".join(inline)

    for piece in _TAG.split(cleaned):
        name = _name(piece)
        inside_entry = any(block.tag == "li" for block in blocks)
        if name in _BLOCKS or (name == "br" and not inline and not inside_entry):
            end_line()
            if name in _BLOCKS:
                _step(blocks, piece, name=name)
            continue
        now += piece
        if name and name != "br":
            _open_or_close(inline, piece, name=name)
    end_line()
    return root


def html(node: Node | Line) -> str:
    if isinstance(node, Line):
        return node.html
    lines = all(isinstance(child, Line) for child in node.children)
    told = map(html, node.children)
    if node.tag == "root":
        return "".join(
            f"<p>{html(child)}</p>" if isinstance(child, Line) else html(child)
            for child in node.children
        )
    return f"<{node.tag}>{('<br>' if lines else '').join(told)}</{node.tag}>"


def slots(node: Node) -> Iterator[Slot]:
    """In reading order; an entry's own words come before the lists inside it."""
    own: list[Line] = []
    if node.tag == "li":
        own = list(own_lines(node))
        if own:
            yield Slot(tuple(own), entry=node)
    for child in node.children:
        if isinstance(child, Node):
            if not (node.tag == "li" and child.tag == "p"):
                yield from slots(child)
        elif node.tag != "li":
            yield Slot((child,))


def own_lines(node: Node) -> Iterator[Line]:
    """Of a list entry, without the lists inside it."""
    for child in node.children:
        if isinstance(child, Line):
            yield child
        elif child.tag not in LISTS:
            yield from own_lines(child)


def _step(blocks: list[Node], piece: str, *, name: str) -> None:
    if not piece.startswith("</"):
        made = Node(name)
        blocks[-1].children.append(made)
        blocks.append(made)
    elif any(block.tag == name for block in blocks):
        while blocks.pop().tag != name:
            pass


def _open_or_close(inline: list[str], piece: str, *, name: str) -> None:
    if not piece.startswith("</"):
        inline.append(piece)
    elif inline:
        inline.pop()


def _gap(found: re.Match[str]) -> str:
    return " " if _name(found[0]) == "br" else ""


def _name(piece: str) -> str:
    found = _NAME.match(piece) if piece.startswith("<") else None
    return found[1] if found else ""
