"""A file as logical lines: what a person would call one line, one bullet, one paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from jobops.lib.text import clean_control

# Between parts that stand apart on one line: columns, a date at the right margin, table cells.
APART = "\t"
_SOFT = re.compile(r"-?\u00ad‐?|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_MASKED = re.compile(r"[*_=~#•]{4,}|[-–—]{3,}|\.{5,}")
# Fonts of symbols draw bullets and pictures with letters of nobody's alphabet.
_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8]")
_ICON = re.compile("[\ue000-\uf8ff]+")
_APART_BY_ICON = "\t"
_SPACE = re.compile(r"[^\S\t\n]+")
_GAP = re.compile(r" *\t[ \t]*")
_MARK = re.compile(r"\s*(?:[•●○◦▪▫■□‣⁃∙·➢➤►▶✓✔❖◆◇→»\u2043]\s*|[-–—*+]\s+)(?=\S)")
MOST_LINES, MOST_CHARACTERS = 4000, 200_000
LONGEST = 5000


@dataclass(frozen=True)
class Line:
    """`level`: above 0 for what the file itself sets as a heading. `gap`: it stands apart from the
    line before. `strong`: bold throughout.
    """

    text: str
    bullet: bool = False
    level: int = 0
    gap: bool = False
    strong: bool = False

    def shown(self) -> str:
        return self.text.replace(APART, "   ")

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text, "bullet": self.bullet, "level": self.level, "gap": self.gap,
            "strong": self.strong,
        }  # fmt: skip


def from_json(rows: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(**row) for row in rows)


def tidy(text: str) -> str:
    """One line without invisible characters and rules; parts that stand apart keep a tab."""
    text = clean_control(unicodedata.normalize("NFC", text.replace("\xad‐", "").replace("\r", " ")))
    text = _ICON.sub(_APART_BY_ICON, _BULLETS.sub("•", text))
    text = _MASKED.sub(" ", _SOFT.sub("", text).replace("\n", " "))
    return _GAP.sub(APART, _SPACE.sub(" ", text)).strip(" \t")


def marked(text: str) -> tuple[bool, str]:
    """Whether a bullet mark begins the text, and the text without it."""
    found = _MARK.match(text)
    return (True, text[found.end() :]) if found else (False, text)


def complete(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Without empty lines, which become a gap before the next one; bullet marks are told."""
    made: list[Line] = []
    gap = False
    for line in lines:
        is_marked, text = marked(tidy(line.text))
        text = tidy(text)[:LONGEST]
        if not any(map(str.isalnum, text)):
            gap = True
            continue
        made.append(replace(line, text=text, bullet=line.bullet or is_marked, gap=line.gap or gap))
        gap = False
    return tuple(made)
