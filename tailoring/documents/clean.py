"""Rich text of a résumé: cleaned for pages and paper, or reduced to plain lines.

No clean-up deletes words: an unknown tag ("List<String>", "x <y") is taken for text, a forbidden
one loses its tag only. Scripts and styles are not words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby

import nh3

from tailoring.documents import markup

_SCHEMES = {"http", "https", "mailto", "tel"}
_OUTPUT_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_EMPTY = re.compile(r"<(p|li|ul|ol|strong|em|u|s|code)>(?:\s|&nbsp;|<br>)*</\1>")
_BULLET = re.compile(r"^\s*(?:[-*•‣◦▪–·])\s+")
# The parser needs time by the square of these tags' depth; no résumé nests them deeper.
_DEEPEST = 32
_END = re.compile(r"</([a-z][a-z0-9:]*)")
_LINE_END = re.compile(r"<br>|</?(?:p|li|ul|ol)>")
# Python counts the mark of a list entry, U+001F, among the spaces.
_SPACE = re.compile(r"[^\S\x1f]+")
_ITEM_START = re.compile(r"<li>(?:\s*<p>)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def rich(html: str) -> str:
    """Cleaned HTML; text without any tag becomes paragraphs and lists by its lines."""
    source = _without_comments(_CONTROL.sub("", html)).strip()
    if not source:
        return ""
    marked, tags = _markup(source)
    cleaned = nh3.clean(
        marked if tags else paragraphs(unescape(source)),
        tags=set(markup.ALLOWED),
        clean_content_tags=set(markup.SILENT),
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return _without_empties(_bold(cleaned)).strip()


def plain(html: str) -> str:
    """Text with one bullet or paragraph a line."""
    return "\n".join(_lines(rich(html)))


def blocks(html: str) -> Iterator[tuple[bool, str]]:
    """As `plain`, each line with whether it starts an entry of a list."""
    for line in _lines(_ITEM_START.sub("\n\x1f", rich(html))):
        if words := line.removeprefix("\x1f").strip():
            yield line.startswith("\x1f"), words


def bulleted(html: str) -> tuple[list[str], list[str]]:
    """The paragraphs, and the entries of lists."""
    found = list(blocks(html))
    return [text for bullet, text in found if not bullet], [
        text for bullet, text in found if bullet
    ]


def paragraphs(text: str) -> str:
    """Escaped HTML of plain text: a line is a paragraph, lines with a bullet mark are a list."""
    out: list[str] = []
    lines = filter(str.strip, _CONTROL.sub("", text).splitlines())
    for marked, group in groupby(lines, key=lambda line: bool(_BULLET.match(line))):
        tag = "li" if marked else "p"
        words = (escape(_BULLET.sub("", line).strip(), quote=False) for line in group)
        rows = "".join(f"<{tag}>{each}</{tag}>" for each in words)
        out.append(f"<ul>{rows}</ul>" if marked else rows)
    return "".join(out)


def _lines(cleaned: str) -> Iterator[str]:
    for line in _LINE_END.sub("\n", cleaned).split("\n"):
        if words := _SPACE.sub(" ", unescape(_OUTPUT_TAG.sub("", line))).strip(" "):
            yield words


def _markup(source: str) -> tuple[str, int]:
    """The source in allowed tags, every other "<" escaped, and how many tags were found."""
    ended = frozenset(_END.findall(source.lower()))
    tags = depth = 0

    def replace(found: re.Match[str]) -> str:
        nonlocal tags, depth
        if not _is_markup(found, ended=ended):
            return "&lt;" + found[0][1:]
        tags += 1
        tag = _allowed(found)
        if (found[2] or "").lower() not in markup.NESTING:
            return tag
        deepest = depth + (not found[1])
        depth = max(0, depth - 1) if found[1] else deepest
        return tag if deepest <= _DEEPEST else " "

    return markup.TOKEN.sub(replace, source), tags


def _without_comments(source: str) -> str:
    """By hand: a pattern would look for the end of every start anew, minutes for a hostile text."""
    kept: list[str] = []
    place = 0
    while (start := source.find("<!--", place)) >= 0 and (end := source.find("-->", start)) >= 0:
        kept.append(source[place:start])
        place = end + len("-->")
    return "".join([*kept, source[place:]])


def _is_markup(found: re.Match[str], *, ended: frozenset[str]) -> bool:
    """ "<object>" alone is a word in angle brackets; with an attribute or an end it is a tag."""
    name = found[2] or ""
    if name.lower() not in markup.KNOWN or not (name.islower() or name.isupper()):
        return False
    if name.lower() not in markup.BLOCKS | markup.DROPPED or name.lower() in markup.UNCLOSED:
        return True
    return bool(found[1] or found[3]) or name.lower() in ended


def _allowed(found: re.Match[str]) -> str:
    closing, name = found[1], (found[2] or "").lower()
    if name in markup.DROPPED:
        return ""
    if name in markup.GAPS:
        return " "
    if name in markup.BLOCKS:
        return f"<{closing}p>"
    if name in markup.RENAMED:
        return f"<{closing}{markup.RENAMED[name]}>"
    # Attributes go with the cleaning; only an address is kept.
    return found[0] if name == "a" else f"<{closing}{name}>"


def _bold(cleaned: str) -> str:
    if "**" not in cleaned:
        return cleaned
    pieces = _OUTPUT_TAG.split(cleaned)
    inside_code = False
    for index, piece in enumerate(pieces):
        if index % 2:
            inside_code = piece == "<code>" or (inside_code and piece != "</code>")
        elif not inside_code:
            pieces[index] = _BOLD.sub(r"<strong>\1</strong>", piece)
    return "".join(pieces)


def _without_empties(cleaned: str) -> str:
    while (shorter := _EMPTY.sub("", cleaned)) != cleaned:
        cleaned = shorter
    return cleaned
