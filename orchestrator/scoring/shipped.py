"""The tables of words that ship beside the code: tab-separated rows, read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "tables"


def rows(name: str) -> list[list[str]]:
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for group, name, title, body in rows("patterns"):
        found.setdefault(group, {})[name] = (title, body)
    return found


@lru_cache(maxsize=32)
def patterns(group: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a group by name, each only at the start of a word."""
    return {
        name: re.compile(rf"(?<!\w)(?:{body})") for name, (_, body) in _patterns()[group].items()
    }


def titles(group: str) -> dict[str, str]:
    return {name: title for name, (title, _) in _patterns()[group].items()}


def text(name: str) -> str:
    """One entry of the group of single patterns and word lists, as written."""
    return _patterns()["one"][name][1]


@lru_cache(maxsize=32)
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(text(name))
