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
    tokens = _reader().parse(text)
    lower_headings(tokens)
    reader = _reader()
    return safe_html(reader.renderer.render(tokens, reader.options, {}))


def lower_headings(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(int(token.tag[1:]), HIGHEST)}"


def _reader() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
    )
