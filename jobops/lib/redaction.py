"""What logs, errors and webhooks may show. Redacts first, truncates after.

`scrub` walks a value, `scrub_text` one string, `mask_contacts` only hides addresses and phones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Literal
from uuid import UUID

from jobops.lib.contacts import mask_contacts
from jobops.lib.secret_names import hides
from jobops.lib.shapes import hide_secrets

__all__ = ["mask_contacts", "remember", "scrub", "scrub_text"]

SCANNED = 64 * 1024
HIDDEN = "[REDACTED]"
_remembered: set[str] = set()


@dataclass(frozen=True)
class Limits:
    text: int
    items: int
    depth: int
    secrets: tuple[str, ...] = ()


PROFILES: Mapping[str, Limits] = {
    "default": Limits(text=800, items=30, depth=5),
    "webhook": Limits(text=300, items=20, depth=4),
}


def remember(values: Iterable[str]) -> None:
    """Hide these configured secrets from now on, wherever their literal value occurs."""
    _remembered.update(value for value in values if len(value) >= 8)


def scrub(
    value: object,
    *,
    profile: Literal["default", "webhook"] = "default",
    secrets: Iterable[str] = (),
) -> object:
    """A copy of `value`, safe to show, made of JSON types only; the original stays as it is."""
    limits = replace(PROFILES[profile], secrets=_literals(secrets))
    return _walk(value, limits, depth=0, above=frozenset())


def scrub_text(text: str, limit: int = 800, *, secrets: Iterable[str] = ()) -> str:
    return _text(text, replace(PROFILES["default"], text=limit, secrets=_literals(secrets)))


def _literals(secrets: Iterable[str]) -> tuple[str, ...]:
    # Longest first: one secret may be the beginning of another.
    known = _remembered.union(value for value in secrets if len(value) >= 8)
    return tuple(sorted(known, key=len, reverse=True))


def _text(text: str, limits: Limits) -> str:
    beyond = max(0, len(text) - SCANNED)
    shown = text[:SCANNED]
    for literal in limits.secrets:
        shown = shown.replace(literal, HIDDEN)
    shown = mask_contacts(hide_secrets(shown))
    beyond += max(0, len(shown) - limits.text)
    return f"{shown[: limits.text]} … [+{beyond} chars]" if beyond else shown


def _walk(value: object, limits: Limits, *, depth: int, above: frozenset[int]) -> object:
    if not isinstance(value, (Mapping, list, tuple, Set)):
        return _plain(value, limits)
    if depth >= limits.depth or id(value) in above:
        return "[TRUNCATED_DEPTH]"
    inside = above | {id(value)}
    if isinstance(value, Mapping):
        return dict(_pairs(value, limits, depth=depth + 1, above=inside))
    items = [
        _walk(item, limits, depth=depth + 1, above=inside) for item in islice(value, limits.items)
    ]
    if len(value) > limits.items:
        items.append(f"[TRUNCATED_ITEMS {len(value) - limits.items}]")
    return items


def _pairs(
    value: Mapping[object, object], limits: Limits, *, depth: int, above: frozenset[int]
) -> Iterator[tuple[str, object]]:
    for key, item in islice(value.items(), limits.items):
        name = key if isinstance(key, str) else str(_plain(key, limits))
        hidden = hides(name, item)
        yield (
            _text(name, limits),
            HIDDEN if hidden else _walk(item, limits, depth=depth, above=above),
        )
    if len(value) > limits.items:
        yield "__truncatedKeys", len(value) - limits.items


def _plain(value: object, limits: Limits) -> object:
    match value:
        case None | bool() | int():
            return value if not isinstance(value, Enum) else _plain(value.value, limits)
        case Enum():
            return _plain(value.value, limits)
        case float():
            return value if math.isfinite(value) else str(value)
        case str():
            return _text(str(value), limits)
        case date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return f"[bytes {len(value)}]"
        case UUID() | Decimal():
            return str(value)
    return type(value).__name__
