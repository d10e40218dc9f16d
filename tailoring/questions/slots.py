"""Placeholders of a saved answer: names of the job it is used for."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SLOT = re.compile(r"\{\{\s*([A-Za-z]{1,40})\s*\}\}")
NAMES = ("employer", "jobTitle")


def fill(text: str, values: Mapping[str, str]) -> str:
    """What nobody knows stays as it is written."""
    return _SLOT.sub(lambda match: values.get(match[1]) or match[0], text)


def unknown(text: str) -> tuple[str, ...]:
    found = (match[1] for match in _SLOT.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name not in NAMES))


def emptied(text: str, values: Mapping[str, str], *, like: str) -> str:
    """The names that stand for placeholders of `like` as those placeholders again."""
    for name in dict.fromkeys(match[1] for match in _SLOT.finditer(like)):
        if values.get(name):
            text = text.replace(values[name], f"{{{{{name}}}}}")
    return text
