"""Changing single bullets of a rich text: its words, its place, or whether it is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import takewhile

from tailoring.documents import rich_tree
from tailoring.documents.rich_tree import LISTS, Line, Node, Slot

_LINK = re.compile(r"<a [^>]*>(?:(?!</a>).)*</a>", re.DOTALL)
_TEXT = re.compile(r"(?<=>)[^<]+|^[^<]+")


def altered(
    cleaned: str, *, texts: Mapping[int, str | None], order: Sequence[int] | None = None
) -> str | None:
    """`texts`: new words by the bullet's position, None hides it. `order`: the old positions.

    None, when lists inside each other do not allow that order.
    """
    root = rich_tree.parse(cleaned)
    slots = list(rich_tree.slots(root))
    if order is not None:
        _sort(root, place={slots[at]: place for place, at in enumerate(order)}, slots=slots)
        now = {_first(slot): at for at, slot in enumerate(slots)}
        if [now[_first(slot)] for slot in rich_tree.slots(root)] != list(order):
            return None
    for at, text in texts.items():
        if text is not None:
            _write(slots[at], text)
    for at, text in texts.items():
        if text is None:
            _hide(root, slots[at])
    _prune(root)
    return rich_tree.html(root)


def ranked(cleaned: str, *, ranks: Sequence[int]) -> list[int]:
    """The old positions once entries of a list stand by rank, the highest first, each with the
    entries inside it; equals and paragraphs stay where they are.
    """
    root = rich_tree.parse(cleaned)
    of_line: dict[Line, int] = {}
    positions: dict[Line, int] = {}
    for at, slot in enumerate(rich_tree.slots(root)):
        of_line |= dict.fromkeys(slot.lines, ranks[at])
        positions[_first(slot)] = at

    def top(node: Node | Line) -> int:
        if isinstance(node, Line):
            return of_line[node]
        return max(map(top, node.children), default=0)

    def descend(node: Node) -> None:
        if node.tag in LISTS:
            node.children.sort(key=lambda child: -top(child))
        for child in node.children:
            if isinstance(child, Node):
                descend(child)

    descend(root)
    return [positions[_first(slot)] for slot in rich_tree.slots(root)]


def _first(slot: Slot) -> Line:
    return slot.lines[0]


def _sort(root: Node, *, place: Mapping[Slot, int], slots: Sequence[Slot]) -> None:
    """Brothers and sisters change places, each with all that is inside it."""
    of_line = {line: place[slot] for slot in slots for line in slot.lines}

    def top(node: Node | Line) -> int:
        if isinstance(node, Line):
            return of_line[node]
        return min(map(top, node.children), default=len(slots))

    def descend(node: Node) -> None:
        if node.tag != "li":
            node.children.sort(key=top)
        for child in node.children:
            if isinstance(child, Node):
                descend(child)

    descend(root)


def _write(slot: Slot, text: str) -> None:
    before, after = slot.text, " ".join(text.split())
    first, *rest = slot.lines
    plain = escape(after, quote=False)
    links = [link for line in slot.lines for link in _LINK.findall(line.html)]
    retouched = "" if rest else _retouched(first.html, before=before, after=after)
    tries = (retouched, _with_links(plain, links))
    first.html = next((html for html in tries if Line(html).text == after), plain)
    for line in rest:
        line.html = ""


def _retouched(html: str, *, before: str, after: str) -> str:
    """The inline HTML with only the differing words replaced; empty if they are in pieces."""
    old, new = before.split(), after.split()
    start = sum(1 for _ in takewhile(_equal, zip(old, new, strict=False)))
    room = min(len(old), len(new)) - start
    pairs = zip(reversed(old), reversed(new), strict=False)
    end = min(room, sum(1 for _ in takewhile(_equal, pairs)))
    gone, come = (" ".join(words[start : len(words) - end]) for words in (old, new))
    sought = escape(gone, quote=False)
    if not gone or not come or html.count(sought) != 1:
        return ""
    for piece in _TEXT.finditer(html):
        if sought in piece[0]:
            at = piece.start() + piece[0].index(sought)
            return html[:at] + escape(come, quote=False) + html[at + len(sought) :]
    return ""


def _equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _with_links(escaped: str, links: Sequence[str]) -> str:
    """Words that were a link stay one, where the new text still has them."""
    for link in links:
        label = Line(link).text
        shown = escape(label, quote=False)
        if label and escaped.count(shown) == 1:
            escaped = escaped.replace(shown, link)
    return escaped


def _hide(root: Node, slot: Slot) -> None:
    for line in slot.lines:
        line.html = ""
    if slot.entry is not None:
        _lift_lists(root, slot.entry)


def _lift_lists(node: Node, entry: Node) -> None:
    """Bullets inside a hidden one take its place."""
    for at, child in enumerate(node.children):
        if child is entry:
            inner = [one for one in entry.children if isinstance(one, Node) and one.tag in LISTS]
            if node.tag in LISTS:
                node.children[at : at + 1] = [one for each in inner for one in each.children]
            else:
                node.children[at : at + 1] = inner
            return
        if isinstance(child, Node):
            _lift_lists(child, entry)


def _prune(node: Node) -> bool:
    """Whether something is left of it."""
    node.children = [
        child
        for child in node.children
        if (_prune(child) if isinstance(child, Node) else child.html)
    ]
    return bool(node.children)
