"""One pass over a page of any size and depth: what it says of itself, and its main text. Pure.

Hidden text is left out and its presence noted; nothing of the page is kept but words, links and
plain tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from jobops.lib.hidden import hides
from orchestrator.jobs.capture_items import Items
from orchestrator.jobs.visible import DEPTH, KEPT, RENAMED, VOID

# Pages of some systems are one large form, so a form is no reason to look away.
LEFT_OUT = frozenset(
    {"script", "style", "template", "select", "option", "textarea", "button", "title", "svg"}
    | {"iframe", "object", "noembed", "noframes", "noscript", "math", "datalist", "dialog"}
)
AROUND = frozenset({"nav", "footer", "aside", "header", "menu"})
AROUND_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog"}
)
HOLDERS = frozenset({"body", "main", "article", "section", "div", "td", "form", "center"})
# The main text lies in the deepest element that still holds this share of all words.
SHARE = 0.7
LEAST = 80
MOST_HOLDERS = 20_000
LONGEST_TITLE = 500


@dataclass
class Frame:
    """An open element. `words`: characters of text inside it that are no link."""

    tag: str
    written: str
    painted: bool
    start: int
    depth: int
    around: bool
    words: int = 0


@dataclass(frozen=True)
class Holder:
    start: int
    end: int
    words: int
    depth: int


@dataclass
class Page:
    """A parser target of lxml; `read` is the way in."""

    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    scripts: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    items: Items = field(default_factory=Items)
    hidden: list[str] = field(default_factory=list)
    asks_password: bool = False
    _pieces: list[str] = field(default_factory=list)
    _open: list[Frame] = field(default_factory=list)
    _holders: list[Holder] = field(default_factory=list)
    _left_out: int = 0
    _hiding: bool = False
    _links: int = 0
    _heading: list[str] | None = None
    _collecting: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._left_out:
            self._left_out += tag not in VOID
            return
        self._note(tag, attributes)
        above = self._open[-1] if self._open else None
        painted = above.painted if above else False
        hidden, painted = hides(attributes, on_background=painted)
        if hidden or tag in LEFT_OUT:
            self._left_out = int(tag not in VOID)
            self._hiding = hidden and tag not in LEFT_OUT
            return
        self.items.start(tag, attributes, depth=len(self._open))
        if tag == "h1":
            self._heading = []
        self._links += tag == "a"
        self._push(tag, attributes, painted=painted, above=above)

    def end(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._left_out:
            self._left_out -= 1
            if not self._left_out:
                self._collected(tag)
            return
        if not self._open:
            return
        frame = self._open.pop()
        if frame.written:
            self._pieces.append(f"</{frame.written}>")
        self._links -= frame.tag == "a"
        if frame.tag == "h1" and self._heading is not None:
            self.headings.append(" ".join("".join(self._heading)[:LONGEST_TITLE].split()))
            self._heading = None
        self.items.end(depth=len(self._open))
        self._weigh(frame)

    def data(self, data: str) -> None:
        if self._collecting is not None:
            self._collecting.append(data)
        elif not self._left_out:
            self._pieces.append(escape(data, quote=False))
            self.items.data(data)
            if self._heading is not None:
                self._heading.append(data)
            if self._open and not self._links:
                self._open[-1].words += len(data.strip())
        elif self._hiding and data.strip():
            self.hidden.append(" ".join(data.split()))

    def comment(self, text: str) -> None:
        """Comments are shown to nobody."""

    def close(self) -> None:
        """lxml asks every target for a result; ours is this object."""

    def main(self) -> str:
        """Markup of the main text: the whole body when no part of it stands out."""
        total = max((holder.words for holder in self._holders), default=0)
        wide = [one for one in self._holders if one.words >= max(total * SHARE, LEAST)]
        if not wide:
            return self.markup()
        best = max(wide, key=lambda one: (one.depth, -one.start))
        return "".join(self._pieces[best.start : best.end])

    def markup(self) -> str:
        return "".join(self._pieces)

    def _push(
        self, tag: str, attributes: Mapping[str, str], *, painted: bool, above: Frame | None
    ) -> None:
        name = RENAMED.get(tag, tag)
        written = name if name in KEPT and len(self._open) < DEPTH else ""
        if written:
            link = escape(attributes.get("href", "")) if written == "a" else ""
            self._pieces.append(f'<a href="{link}">' if link else f"<{written}>")
        if tag in VOID:
            return
        around = tag in AROUND or attributes.get("role", "").lower() in AROUND_ROLES
        # A header inside an article is the posting's own.
        inside = above is not None and above.tag in ("article", "main") and tag == "header"
        frame = Frame(tag, written, painted, len(self._pieces), len(self._open),
                      around and not inside)  # fmt: skip
        self._open.append(frame)

    def _weigh(self, frame: Frame) -> None:
        """What surrounds a posting on every page of its site counts for nothing."""
        if frame.around:
            return
        if self._open:
            self._open[-1].words += frame.words
        enough = frame.words >= LEAST and len(self._holders) < MOST_HOLDERS
        if frame.tag in HOLDERS and enough:
            end = len(self._pieces) - bool(frame.written)
            self._holders.append(Holder(frame.start, end, frame.words, frame.depth))

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            content = attributes.get("content", "").strip()
            if name and content:
                self.meta.setdefault(name.strip().lower()[:60], content[:2_000])
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "").strip()
        elif tag == "input" and attributes.get("type", "").lower() == "password":
            self.asks_password = True
        elif _is_told(tag, attributes) and not (tag == "title" and self.title):
            self._collecting = []

    def _collected(self, tag: str) -> None:
        if self._collecting is None:
            return
        text = "".join(self._collecting)
        self._collecting = None
        if tag == "title":
            self.title = " ".join(text[:LONGEST_TITLE].split())
        else:
            self.scripts.append(text)


def _is_told(tag: str, attributes: Mapping[str, str]) -> bool:
    """The elements whose text is no part of the page's, and is wanted all the same."""
    data = tag == "script" and "ld+json" in attributes.get("type", "").lower()
    return data or tag == "title"


def read(markup: str) -> Page:
    """What libxml2 cannot make sense of, it leaves out."""
    page = Page()
    parser = etree.HTMLParser(target=page, huge_tree=True, encoding="utf-8")
    parser.feed(markup.replace("\0", "").encode("utf-8", "replace"))
    if markup.strip():
        parser.close()
    return page
