"""Cleaned rich text of a résumé, set for print, and its lines as a reader counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape

from pdfs import ink
from pdfs.plain import printable

_TAG = re.compile(r'<(/?)([a-z]+)((?:\s[^>"]*(?:"[^"]*"[^>"]*)*)?)>')
_HREF = re.compile(r'href="([^"]*)"')
_INLINE = frozenset({"strong", "em", "u", "s", "code"})
_BLOCKS = frozenset({"p", "ul", "ol", "li"})
_LONG = 300  # characters; about three lines: longer bullets may be split between pages


@dataclass(frozen=True)
class Rich:
    html: str
    lines: tuple[str, ...] = ()
    pictographs: tuple[str, ...] = ()


@dataclass
class _Press:
    """What is known while the tags go by."""

    set_text: ink.Ink
    addresses: bool
    out: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    pictographs: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    target: str = ""
    label: list[str] = field(default_factory=list)
    items: int = 0
    opened: list[int] = field(default_factory=list)

    def text(self, source: str) -> None:
        clean = printable(source)
        self.pictographs.extend(clean.pictographs)
        if not clean.text:
            if source and self.current:
                self._add(" ", " ")
            return
        before = " " if source[:1].isspace() and self.current else ""
        after = " " if source[-1:].isspace() else ""
        self._add(before + clean.text + after, before + self.set_text(clean.text) + after)

    def _add(self, plain: str, html: str) -> None:
        self.current.append(plain)
        self.label.append(plain)
        self.out.append(html)

    def end_line(self) -> None:
        line = " ".join("".join(self.current).split())
        if line:
            self.lines.append(line)
        self.current.clear()

    def open_link(self, attributes: str) -> None:
        href = _HREF.search(attributes)
        self.target = ink.safe_target(unescape(href.group(1))) if href else ""
        self.label.clear()
        if self.target:
            self.out.append(f'<a href="{escape(self.target)}">')

    def close_link(self) -> None:
        if not self.target:
            return
        self.out.append("</a>")
        shown = ink.address(self.target)
        label = "".join(self.label)
        if self.addresses and not names(label, shown):
            rtl = self.set_text is ink.rtl
            html = self.set_text(f"({shown})") if rtl else f"({self.set_text(shown)})"
            self._add(f" ({shown})", f" {html}")
        self.target = ""

    def open_block(self, name: str) -> None:
        self.end_line()
        if name == "p" and self.items:
            # Paragraphs inside a bullet would each be tagged as a block of their own.
            if self.opened and len(self.out) > self.opened[-1] + 1:
                self.out.append("<br>")
            return
        if name == "li":
            self.items += 1
            self.opened.append(len(self.out))
        self.out.append(f"<{name}>")

    def close_block(self, name: str) -> None:
        self.end_line()
        if name == "p" and self.items:
            return
        if name == "li" and self.opened:
            self.items -= 1
            start = self.opened.pop()
            if sum(map(len, self.out[start:])) > _LONG:
                self.out[start] = '<li class="long">'
        self.out.append(f"</{name}>")


def press(html: str, *, set_text: ink.Ink = ink.ltr, addresses: bool = True) -> Rich:
    """`addresses`: a link whose words do not say where it leads is followed by its address."""
    press_ = _Press(set_text, addresses)
    end = 0
    for match in _TAG.finditer(html):
        press_.text(unescape(html[end : match.start()]))
        _tag(press_, match)
        end = match.end()
    press_.text(unescape(html[end:]))
    press_.end_line()
    return Rich(_tidy("".join(press_.out)), tuple(press_.lines), tuple(press_.pictographs))


def _tag(press_: _Press, match: re.Match[str]) -> None:
    closing, name, attributes = match.groups()
    if name == "br":
        press_.end_line()
        press_.out.append("<br>")
    elif name == "a":
        press_.close_link() if closing else press_.open_link(attributes)
    elif name in _INLINE:
        press_.out.append(f"<{closing}{name}>")
    elif name in _BLOCKS:
        press_.close_block(name) if closing else press_.open_block(name)


def names(label: str, shown: str) -> bool:
    return shown.casefold() in label.casefold() or label.strip().casefold() in shown.casefold()


def _tidy(html: str) -> str:
    html = re.sub(r"(?:<br>)+(?=</li>|<[uo]l>|$)", "", html)
    return re.sub(r"<(p|li|ul|ol|strong|em|u|s|code)>\s*</\1>", "", html)
