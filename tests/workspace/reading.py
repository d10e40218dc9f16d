"""Reads pages the way the tests speak about them."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

HTMX = {"HX-Request": "true"}


def page(response: object) -> HtmlElement:
    return html.fromstring(response.content.decode())  # type: ignore[attr-defined]


def texts(root: HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.xpath(path)]


def rows(root: HtmlElement) -> list[str]:
    return texts(root, "//*[@class='row-title']")


def counts(root: HtmlElement) -> list[str]:
    return texts(root, "//*[@id='tab-counts']/a")


def title(root: HtmlElement) -> str:
    return "".join(texts(root, "//*[@id='panel-title']"))
