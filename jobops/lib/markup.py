"""The words of an HTML document, collected from parser events: depth costs no stack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jobops.lib.hidden import hides

DROPPED = frozenset(
    {"script", "style", "template", "head", "title", "noscript", "iframe", "object", "svg", "math"}
    | {"select", "textarea", "button", "canvas", "audio", "video", "datalist"}
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre"}
    | {"section", "article", "hr", "form", "fieldset", "figure"}
)
LINES = frozenset(
    {"br", "div", "li", "tr", "dt", "dd", "header", "footer", "main", "aside", "nav", "address"}
    | {"caption", "thead", "tbody", "tfoot", "figcaption", "legend", "details", "summary", "body"}
)
SPACE = re.compile(r"[\s\u00a0]+")


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element with these attributes is invisible to a reader by its own mark-up."""
    if attributes.get("aria-hidden", "").lower() == "true":
        return True
    # White on white would need the ground behind; a page shown elsewhere may well paint one.
    hidden, _ = hides(attributes, on_background=True)
    return hidden


class PlainText:
    """A parser target of lxml; `text()` gives the lines collected so far."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._skipped = 0
        self._open_pre = 0
        self._open_items = 0
        self._breaks = 0
        self._prefix = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or tag in DROPPED or is_hidden(attributes):
            self._skipped += tag not in VOID
            return
        self._open_pre += tag == "pre"
        self._open_items += tag == "li"
        self._break_for(tag)
        if tag == "li":
            self._prefix = "- "

    def end(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._skipped:
            self._skipped -= 1
            return
        self._open_pre -= tag == "pre"
        self._open_items -= tag == "li"
        if tag in ("td", "th"):
            self._breaks, self._prefix = 0, "\t"
        else:
            self._break_for(tag)

    def data(self, data: str) -> None:
        if self._skipped:
            return
        if not self._open_pre:
            data = SPACE.sub(" ", data)
            at_edge = self._breaks or self._prefix or not self._pieces
            if at_edge or self._pieces[-1].endswith(" "):
                data = data.lstrip(" ")
        if data:
            self._start_line()
            self._pieces.append(data)

    def comment(self, text: str) -> None:
        """Comments are no text for a reader."""

    def close(self) -> None:
        """lxml asks every target for a result; ours is `text()`."""

    def text(self) -> str:
        lines = "".join(self._pieces).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip()

    def _start_line(self) -> None:
        if self._pieces:
            self._pieces.append("\n" * self._breaks)
        if self._prefix and (self._prefix != "\t" or self._pieces):
            self._pieces.append(self._prefix)
        self._breaks, self._prefix = 0, ""

    def _break_for(self, tag: str) -> None:
        if tag == "br":
            self._breaks = min(self._breaks + 1, 2)
        elif tag in PARAGRAPHS or tag in LINES:
            # Many boards wrap each list item's words in a paragraph of its own.
            wide = tag in PARAGRAPHS and not self._open_items
            self._breaks = max(self._breaks, 2 if wide else 1)
        else:
            return
        # Cells are joined within their row only; a bullet waits for its item's first words.
        self._prefix = "" if tag in ("tr", "table", "ul", "ol") else self._prefix
