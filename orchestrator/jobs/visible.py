"""What a reader sees of a document: plain tags, links and text, in linear time."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from lxml import etree

from jobops.lib.hidden import hides

# Elements that go with everything in them, and those that have no content.
DROPPED = frozenset(
    {"script", "style", "template", "form", "select", "option", "textarea", "button"}
    | {"iframe", "object", "noembed", "noframes", "title"}
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
KEPT = frozenset(
    {"p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre", "code"}
    | {"strong", "b", "em", "i", "u", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}
    | {"a", "div", "section", "article", "header", "footer", "main", "aside"}
)
RENAMED = {"h1": "h3", "h2": "h3"}
# The sanitiser's time grows with the square of the depth, and nobody writes a posting this deep.
DEPTH = 60


class Visible:
    """A parser target of lxml that keeps what is shown: plain tags, links, text.

    `markup()` is well-formed and shallow; `hidden` holds the words that were left out.
    """

    def __init__(self) -> None:
        self.hidden: list[str] = []
        self._pieces: list[str] = []
        # Per open element: its tag when written, and whether a background is painted behind it.
        self._open: list[tuple[str, bool]] = []
        self._left_out = 0
        self._hiding = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._left_out:
            self._left_out += tag not in VOID
            return
        on_background = bool(self._open) and self._open[-1][1]
        hidden, painted = hides(attributes, on_background=on_background)
        if hidden or tag in DROPPED:
            self._left_out = int(tag not in VOID)
            self._hiding = hidden and tag not in DROPPED
            return
        name = RENAMED.get(tag, tag)
        written = name if name in KEPT and len(self._open) < DEPTH else ""
        if written:
            link = escape(attributes.get("href", "")) if written == "a" else ""
            self._pieces.append(f'<a href="{link}">' if link else f"<{written}>")
        if tag not in VOID:
            self._open.append((written, painted))

    def end(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._left_out:
            self._left_out -= 1
            return
        written, _ = self._open.pop() if self._open else ("", False)
        if written:
            self._pieces.append(f"</{written}>")

    def data(self, data: str) -> None:
        if not self._left_out:
            self._pieces.append(escape(data, quote=False))
        elif self._hiding and data.strip():
            self.hidden.append(" ".join(data.split()))

    def comment(self, text: str) -> None:
        """Comments are shown to nobody, and hide nothing from a parser either."""

    def close(self) -> None:
        """lxml asks every target for a result; ours is `markup()`."""

    def markup(self) -> str:
        return "".join(self._pieces)


def visible(markup: str) -> Visible:
    """Read a document of any depth; what libxml2 cannot make sense of, it leaves out."""
    target = Visible()
    parser = etree.HTMLParser(target=target, huge_tree=True, encoding="utf-8")
    parser.feed(markup.encode(errors="replace"))
    if markup.strip():
        parser.close()
    return target
