"""Plain text and Markdown as logical lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tailoring.intake.lines import Line, complete, marked

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"
)
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:mailto:|tel:)?([^)\s]{1,500})\)")
_RULED = re.compile(r"\|(.+)\|\s*")
_RULER = re.compile(r"[\s|:\-]+")
_WIDE = re.compile(r" {3,}|\t+")
# A line at least this long was probably broken by the width of a window, not by its writer.
_FULL = 60


def lines(text: str) -> tuple[Line, ...]:
    return complete(_joined(list(_read(text.splitlines()))))


def _read(rows: list[str]) -> Iterator[Line]:
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ""
        if heading := _HEADING.fullmatch(row.strip()):
            yield Line(_plain(heading[2]), level=len(heading[1]), gap=True)
        elif _UNDERLINE.fullmatch(row) and not marked(row)[0]:
            yield Line("")
        elif row.strip() and _UNDERLINE.fullmatch(below) and len(row.strip()) < _FULL:
            yield Line(_plain(row), level=2, gap=True)
        elif (cells := _RULED.fullmatch(row.strip())) and not _RULER.fullmatch(row):
            yield Line("\t".join(_plain(cell.strip()) for cell in cells[1].split("|")))
        else:
            yield _ordinary(row)


def _ordinary(row: str) -> Line:
    words = row.strip()
    is_marked, _ = marked(row)
    strong = words.startswith("**") and words.endswith("**") and words.count("**") == 2
    indent = row[: len(row) - len(row.lstrip())].expandtabs(4)
    return Line(indent + _WIDE.sub("\t", _plain(words)), bullet=is_marked, strong=strong)


def _plain(text: str) -> str:
    linked = _LINK.sub(lambda found: _link(found[1], found[2]), text)
    return _EMPHASIS.sub(lambda found: found[2] or found[3], linked)


def _link(label: str, address: str) -> str:
    bare = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    return address if label.strip() in (address, bare) else f"{label} {address}"


def _joined(found: list[Line]) -> Iterator[Line]:
    """Lines that a window's width has broken are one again."""
    waiting: Line | None = None
    width = 0
    for line in found:
        if waiting is not None and _goes_on(waiting, line, width=width):
            waiting = replace(waiting, text=f"{waiting.text} {line.text.strip()}")
            width = len(line.text)
            continue
        if waiting is not None:
            yield waiting
        waiting, width = line, len(line.text)
    if waiting is not None:
        yield waiting


def _goes_on(before: Line, line: Line, *, width: int) -> bool:
    words = line.text.strip()
    if not words or not before.text.strip() or line.bullet or line.level or before.level:
        return False
    if before.bullet and len(line.text) - len(words) >= 2:
        return True
    return width >= _FULL and words[:1].islower()
