"""Notes as they are shown: Markdown to HTML, then the allow-list of everything shown as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from orchestrator.jobs.clean import safe_html

# The page's own headings are the first and the second.
HIGHEST = 3


def shown(text: str) -> str:
    """Safe HTML. Tags that were typed are shown as text, and pictures as their links' words."""
    read = reader()
    tokens = read.parse(text)
    lower_headings(tokens, highest=HIGHEST)
    return safe_html(read.renderer.render(tokens, read.options, {}))


def lower_headings(tokens: Sequence[Token], *, highest: int) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(int(token.tag[1:]), highest)}"


def reader() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
    )
