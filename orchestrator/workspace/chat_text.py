"""A reply as it is shown: Markdown made safe, and marked where code found something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from markdown_it.token import Token

from orchestrator.jobs.clean import safe_html
from orchestrator.workspace.markdown import lower_headings, reader

# Below the heading of the message.
HIGHEST = 4
# Punctuation of a dead script: the rules for emphasis read it as the edge of a word.
BEGINS: Mapping[str, str] = {"claim": "𐫰", "avoid": "𐫱", "filler": "𐫲"}
END = "𐫳"
SIGNS = {ord(sign): None for sign in (*BEGINS.values(), END)}
# The same length, so that places keep their meaning.
HARMLESS = dict.fromkeys(SIGNS, "·")
# Where links lead: a sign in there would lead elsewhere.
ADDRESS = re.compile(r"\]\([^)\s]*|<(?:https?|mailto):[^>\s]*>|^ {0,3}\[[^\]]+\]:\s*\S+", re.M)
Place = tuple[int, int, str]


def shown(text: str, marks: Sequence[Mapping[str, object]] = ()) -> str:
    """Safe HTML of `text`; each of `marks` has start, end (characters of `text`) and kind."""
    found = (
        (int(str(one["start"])), int(str(one["end"])), str(one["kind"]))
        for one in marks
        if one.get("kind") in BEGINS
    )
    return _shown(text, tuple(sorted(found)))


@lru_cache(maxsize=512)
def _shown(text: str, places: tuple[Place, ...]) -> str:
    read = reader().enable("image")
    tokens = read.parse(_signed(text.translate(HARMLESS), places))
    lower_headings(tokens, highest=HIGHEST)
    _split(tokens)
    html = safe_html(read.renderer.render(tokens, read.options, {}))
    for kind, sign in BEGINS.items():
        html = html.replace(sign + END, "").replace(sign, f'<mark class="is-{kind}">')
    return html.replace(END, "</mark>")


def _signed(text: str, places: Sequence[Place]) -> str:
    """`text` with a sign at both ends of each place. One that begins inside another, or touches an
    address, is left out.
    """
    parts: list[str] = []
    done = 0
    links = [found.span() for found in ADDRESS.finditer(text)]
    for start, end, kind in places:
        touches = any(start < after and before < end for before, after in links)
        if done <= start < end <= len(text) and not touches:
            parts += (text[done:start], BEGINS[kind], text[start:end], END)
            done = end
    return "".join((*parts, text[done:]))


def _split(tokens: Sequence[Token]) -> None:
    """Every piece of plain text has its own marks whole; code has none, a picture is its words."""
    open_sign = ""
    for token in _flat(tokens):
        if token.type == "image":
            token.type, token.children, token.attrs = "text", [], {}
        if token.type == "inline":
            continue
        whole, open_sign = _whole(token.content, open_sign)
        token.content = whole if token.type == "text" else token.content.translate(SIGNS)


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or ())


def _whole(text: str, open_sign: str) -> tuple[str, str]:
    """`text` with what is open before it opened and what stays open closed; the sign left open."""
    parts = [open_sign]
    for character in text:
        if character in BEGINS.values():
            open_sign = character
        elif character == END:
            open_sign = ""
        parts.append(character)
    return "".join((*parts, END)) if open_sign else "".join(parts), open_sign
