"""Values out of JSON that anybody may have written: the wrong type reads as empty, never raises."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any


def text(value: object) -> str:
    """A number reads as its digits. A lone surrogate, which no database stores, reads as U+FFFD."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def texts(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    named = (each.get("name") if isinstance(each, Mapping) else each for each in found)
    return tuple(filter(None, map(text, named)))


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def mappings(value: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(e for e in value if isinstance(e, Mapping)) if isinstance(value, list) else ()


def flag(value: object) -> bool:
    return value is True or value == 1 or (isinstance(value, str) and value.lower() == "true")


def level(value: object) -> int:
    """0 to 5; the source allows fractions."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return 0
    return max(0, min(5, int(value)))
