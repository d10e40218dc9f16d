"""Refuses a page that would load anything but `data:`, before a browser sees it.

The browser's own walls (no network, no scripts, no names resolved) are the second line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from pdfs.problems import RenderError

_LOADS = frozenset(
    {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href"}
)
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)['"]?\s*([^'")\s;]{1,200})""", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s>]+)", re.IGNORECASE)


def refuse_outside(html: str) -> None:
    """RenderError("blocked_resource") naming scheme and host of the first outside address."""
    seen = _Addresses()
    seen.feed(html)
    seen.close()
    for address in seen.found:
        if not address.lower().startswith(("data:", "#")) and address:
            scheme, host = _named(address)
            raise RenderError("blocked_resource", scheme=scheme, host=host)


def _named(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        return parts.scheme or "relative", parts.hostname or ""
    except ValueError:
        return "unknown", ""


class _Addresses(HTMLParser):
    """Every address a browser would load while it shows the page; links are not loaded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        named = {name: value or "" for name, value in attrs}
        self.found.extend(_loaded(tag, named))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.found.extend(_in_css(data))


def _loaded(tag: str, attrs: dict[str, str]) -> Iterator[str]:
    for name in _LOADS & attrs.keys():
        if name == "srcset" and not attrs[name].strip().lower().startswith("data:"):
            yield attrs[name].split()[0] if attrs[name].split() else ""
        else:
            yield attrs[name].strip()
    if tag in ("link", "base", "use", "image", "feimage"):
        yield attrs.get("href", "").strip()
    if tag == "iframe" and "srcdoc" in attrs:
        yield "srcdoc:"
    if tag == "meta" and attrs.get("http-equiv", "").lower() == "refresh":
        target = _REFRESH.search(attrs.get("content", ""))
        yield target.group(1) if target else "refresh:"
    yield from _in_css(attrs.get("style", ""))


def _in_css(css: str) -> Iterator[str]:
    if "\\" in css:
        # An escape can spell url( in a way no pattern finds; our own styles use none.
        yield "escaped:"
    for match in _CSS_URL.finditer(css):
        yield match.group(1)
