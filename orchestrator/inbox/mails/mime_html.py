"""What a person sees of a mail's HTML, and whether it hides words from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from jobops.lib.hidden import hides
from jobops.lib.text import html_to_text
from orchestrator.jobs.visible import Visible

SELECTOR = re.compile(r"\s*[\w*]*([.#])([\w-]+)\s*")
MARKED = re.compile(r"\w\w")
BRACE = re.compile(r"[{};]")


class Shown(Visible):
    """Also leaves out what the mail's own style sheet hides by class or id."""

    def __init__(self, hidden_by: frozenset[str]) -> None:
        super().__init__()
        self._hidden_by = hidden_by

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        names = {f".{one}" for one in attributes.get("class", "").split()}
        names.add(f"#{attributes.get('id', '')}")
        if names & self._hidden_by:
            attributes = {"hidden": ""}
        super().start(tag, attributes)


def seen(html: str) -> tuple[str, bool]:
    """Its words, and whether others were hidden."""
    if not html.strip():
        return "", False
    target = Shown(hidden_names(html))
    parser = etree.HTMLParser(target=target, huge_tree=True, encoding="utf-8")
    parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
    parser.close()
    text = html_to_text(target.markup())
    return text, _hides(target.hidden, text)


def _hides(hidden: Sequence[str], text: str) -> bool:
    """Many mails begin with unseen words for the list of mails, which their text then repeats."""
    shown = " ".join(text.split())
    return any(MARKED.search(one) and one not in shown for one in hidden)


def hidden_names(html: str) -> frozenset[str]:
    """Classes (".x") and ids ("#x") that the style sheets inside hide on every screen."""
    return frozenset(
        found[1] + found[2]
        for selectors, style in _rules("".join(_sheets(html)))
        if hides({"style": style}, on_background=True)[0]
        for one in selectors.split(",")
        if (found := SELECTOR.fullmatch(one))
    )


def _sheets(html: str) -> Iterator[str]:
    lower, at = html.lower() if html.isascii() else html, 0
    while (start := lower.find("<style", at)) >= 0:
        at = lower.find("</style", start)
        if at < 0:
            return
        css = html[start:at].partition(">")[2].replace("<!--", "").replace("-->", "")
        first, *others = css.split("/*")
        yield first + "".join(one.partition("*/")[2] for one in others)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations; what is inside an at-rule holds for some screens only."""
    depth = began = opened = 0
    selectors = ""
    for found in BRACE.finditer(css):
        if found[0] == "{":
            if not depth:
                selectors, opened = css[began : found.start()], found.end()
            depth += 1
            continue
        depth = max(depth - (found[0] == "}"), 0)
        if not depth:
            style, began = css[opened : found.start()], found.end()
            if found[0] == "}" and "@" not in selectors and "{" not in style:
                yield selectors, style
